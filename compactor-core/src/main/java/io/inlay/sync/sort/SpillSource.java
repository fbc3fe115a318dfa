package io.inlay.sync.sort;

import io.inlay.engine.support.RunFileReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The rows of a spill file. */
final class SpillSource implements RowSource {
    private final RunFileReader reader;

    SpillSource(Path file) {
        this.reader = RunFileReader.open(file);
    }

    @Override
    public boolean next() {
        return reader.next();
    }

    @Override
    public ByteBuffer key() {
        return reader.key();
    }

    @Override
    public ByteBuffer value() {
        return reader.value();
    }

    @Override
    public void close() {
        reader.close();
    }
}
