package io.inlay.engine.tck.broken;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import java.nio.ByteBuffer;

/** Passes every call on; a broken cursor changes one. */
class ForwardingCursor implements Cursor {
    final Cursor inner;

    ForwardingCursor(Cursor inner) {
        this.inner = inner;
    }

    @Override
    public Direction direction() {
        return inner.direction();
    }

    @Override
    public boolean next() {
        return inner.next();
    }

    @Override
    public boolean seek(byte[] key) {
        return inner.seek(key);
    }

    @Override
    public ByteBuffer key() {
        return inner.key();
    }

    @Override
    public ByteBuffer value() {
        return inner.value();
    }

    @Override
    public void close() {
        inner.close();
    }
}
