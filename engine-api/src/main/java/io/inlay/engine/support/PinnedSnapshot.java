package io.inlay.engine.support;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import org.jspecify.annotations.Nullable;

/** A snapshot over a pinned view, which it lets go when it is closed. */
final class PinnedSnapshot implements Snapshot {
    private final PinnedView view;
    private final Views outer;
    private final Views cursors;
    private final CallGate gate = new CallGate("snapshot");

    PinnedSnapshot(PinnedView view, Views outer) {
        this.view = view;
        this.outer = outer;
        this.cursors = new Views("snapshot", outer);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        int lane = gate.enter();
        try {
            return view.get(key);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        int lane = gate.enter();
        try {
            return cursors.open(view.cursor(range, direction, access, cursors));
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public void close() {
        if (gate.refuseNew()) {
            gate.awaitEmpty();
            cursors.closeAll();
            view.release();
            outer.remove(this);
        }
    }
}
