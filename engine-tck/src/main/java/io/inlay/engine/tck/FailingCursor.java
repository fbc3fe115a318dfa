package io.inlay.engine.tck;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import java.nio.ByteBuffer;

/** A cursor over numbered entries that fails after some. */
final class FailingCursor implements Cursor {
    private final int entries;
    private final RuntimeException failure;
    private int at = -1;

    FailingCursor(int entries, RuntimeException failure) {
        this.entries = entries;
        this.failure = failure;
    }

    @Override
    public Direction direction() {
        return Direction.FORWARD;
    }

    @Override
    public boolean next() {
        if (at + 1 == entries) {
            throw failure;
        }
        at++;
        return true;
    }

    @Override
    public boolean seek(byte[] key) {
        throw failure;
    }

    @Override
    public ByteBuffer key() {
        return ByteBuffer.wrap(Contents.key("f", at)).asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer value() {
        return Contents.buffer("value").asReadOnlyBuffer();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
