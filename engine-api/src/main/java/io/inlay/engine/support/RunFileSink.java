package io.inlay.engine.support;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A run staged in a file of {@link RunFileWriter}. A finished file stays when the sink is closed; it goes with its area. */
public final class RunFileSink implements RunSink {
    private static final int BLOCK_BYTES = 1 << 16;

    private final Path path;
    private final boolean durable;
    private final RunFileWriter writer;

    /**
     * Creates the file.
     *
     * @param path where no file is yet
     * @param durable whether the finished run is durable: for a commit that takes over the file ({@link RedoLog}), not for one
     *     that copies it
     */
    public RunFileSink(Path path, boolean durable) {
        this.path = path;
        this.durable = durable;
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

    @Override
    public void finish() {
        writer.finish(durable);
    }

    /** Where the run is. */
    public Path path() {
        return path;
    }

    /** Opens the finished run; the caller closes it. */
    public RunFileReader read() {
        return RunFileReader.open(path);
    }

    @Override
    public void close() {
        writer.close();
    }
}
