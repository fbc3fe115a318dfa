package io.inlay.engine.tck.model;

import io.inlay.engine.support.RunFileReader;
import io.inlay.engine.support.RunFileWriter;
import io.inlay.engine.support.RunSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A run staged in a file. */
final class RunFileSink implements RunSink {
    private static final int BLOCK_BYTES = 1 << 16;

    private final Path path;
    private final RunFileWriter writer;

    RunFileSink(Path path) {
        this.path = path;
        this.writer = RunFileWriter.create(path, BLOCK_BYTES);
    }

    @Override
    public void put(ByteBuffer key, ByteBuffer value) {
        writer.put(key, value);
    }

    @Override
    public void delete(ByteBuffer key) {
        writer.delete(key);
    }

    /** The file need not be durable: the commit copies it into the log. */
    @Override
    public void finish() {
        writer.finish(false);
    }

    RunFileReader read() {
        return RunFileReader.open(path);
    }

    @Override
    public void close() {
        writer.close();
    }
}
