package io.inlay.engine.tck.decorate;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine whose cursors overwrite what they lent as soon as the contract lets them: at their next move and their close, the
 * close of their snapshot and of the engine. Every byte of a buffer kept for longer is then a different one, so a caller that
 * keeps buffers gives wrong results. Cursors handed to {@link io.inlay.engine.RunWriter#addAll} are not recognised as the
 * engine's own and are copied from entry by entry. Safe for many threads.
 */
public final class SpoilingEngine extends ForwardingEngine {
    private final Set<SpoilingCursor> open = ConcurrentHashMap.newKeySet();

    /** Decorates an engine, which is closed with this one. */
    public SpoilingEngine(Engine inner) {
        super(inner);
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        return new SpoilingCursor(inner().cursor(range, direction, access), open);
    }

    @Override
    public Snapshot snapshot() {
        return new Spoiling(inner().snapshot());
    }

    @Override
    public void close() {
        inner().close();
        open.forEach(SpoilingCursor::spoil);
        open.clear();
    }

    private static final class Spoiling extends ForwardingSnapshot {
        private final Set<SpoilingCursor> open = ConcurrentHashMap.newKeySet();

        Spoiling(Snapshot inner) {
            super(inner);
        }

        @Override
        public Cursor cursor(KeyRange range, Direction direction, Access access) {
            return new SpoilingCursor(inner().cursor(range, direction, access), open);
        }

        @Override
        public void close() {
            inner().close();
            open.forEach(SpoilingCursor::spoil);
            open.clear();
        }
    }
}
