package io.inlay.compactor;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.ForwardingCursor;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingSnapshot;

/** An engine that tells of every move of its snapshots' cursors before it is made, so that a test can act there. */
final class HookedEngine extends ForwardingEngine {
    private final Hook hook;

    HookedEngine(Engine inner, Hook hook) {
        super(inner);
        this.hook = hook;
    }

    /** Called before {@link Cursor#next}; what it throws comes out of it. */
    interface Hook {
        void beforeNext(KeyRange range);
    }

    @Override
    public Snapshot snapshot() {
        return new ForwardingSnapshot(inner().snapshot()) {
            @Override
            public Cursor cursor(KeyRange range, Direction direction, Access access) {
                return new ForwardingCursor(inner().cursor(range, direction, access)) {
                    @Override
                    public boolean next() {
                        hook.beforeNext(range);
                        return inner().next();
                    }
                };
            }
        };
    }
}
