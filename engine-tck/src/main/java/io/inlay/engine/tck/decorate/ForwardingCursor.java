package io.inlay.engine.tck.decorate;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import java.nio.ByteBuffer;

/** A cursor that passes every call on. For one thread at a time, as any cursor. */
public class ForwardingCursor implements Cursor {
    private final Cursor inner;

    /** Decorates a cursor, which is closed with this one. */
    public ForwardingCursor(Cursor inner) {
        this.inner = inner;
    }

    /** The cursor inside. */
    protected final Cursor inner() {
        return inner;
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
