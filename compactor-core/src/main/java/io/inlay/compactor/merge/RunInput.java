package io.inlay.compactor.merge;

import io.inlay.engine.support.RunFileReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The rows of a file that an earlier round wrote: each value begins with the position of its source, 4 bytes. */
final class RunInput extends RowInput {
    private final RunFileReader file;
    private ByteBuffer value = ByteBuffer.allocate(0);
    private int position;

    RunInput(int tailOffset, Path path) {
        super(tailOffset);
        this.file = RunFileReader.open(path);
    }

    @Override
    boolean next() {
        if (!file.next()) {
            return false;
        }
        take(file.key());
        ByteBuffer found = file.value();
        position = found.getInt(found.position());
        value = found.position(found.position() + Integer.BYTES);
        return true;
    }

    @Override
    ByteBuffer value() {
        return value;
    }

    @Override
    int position() {
        return position;
    }

    @Override
    public void close() {
        file.close();
    }
}
