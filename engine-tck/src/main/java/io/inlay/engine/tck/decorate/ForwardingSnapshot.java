package io.inlay.engine.tck.decorate;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import org.jspecify.annotations.Nullable;

/** A snapshot that passes every call on. As safe as the inner one. */
public class ForwardingSnapshot implements Snapshot {
    private final Snapshot inner;

    /** Decorates a snapshot, which is closed with this one. */
    public ForwardingSnapshot(Snapshot inner) {
        this.inner = inner;
    }

    /** The snapshot inside. */
    protected final Snapshot inner() {
        return inner;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return inner.get(key);
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        return inner.cursor(range, direction, access);
    }

    @Override
    public void close() {
        inner.close();
    }
}
