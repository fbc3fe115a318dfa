package io.inlay.engine.lmdb;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.Views;
import org.jspecify.annotations.Nullable;

/** A version held until closed. */
final class LmdbSnapshot implements Snapshot {
    private final Versions.Hold hold;
    private final Views outer;
    private final Views cursors;
    private final CallGate gate = new CallGate("snapshot");

    /**
     * Makes a snapshot.
     *
     * @param hold given back when it is closed
     * @param outer the engine's open views, to which it is added before it is handed out
     */
    LmdbSnapshot(Versions.Hold hold, Views outer) {
        this.hold = hold;
        this.outer = outer;
        this.cursors = new Views("snapshot", outer);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        int lane = gate.enter();
        try {
            return LmdbReader.get(hold.version(), key);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        int lane = gate.enter();
        try {
            return LmdbReader.cursor(hold.version(), range, direction, cursors, () -> {});
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public void close() {
        if (gate.refuseNew()) {
            gate.awaitEmpty();
            cursors.closeAll();
            hold.release();
            outer.remove(this);
        }
    }
}
