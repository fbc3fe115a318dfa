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
    private final HeldSource source;
    private final Views outer;
    private final Views cursors;
    private final CallGate gate = new CallGate("snapshot");

    /**
     * Makes a snapshot.
     *
     * @param source whose hold is given back when it is closed; to its views it is added before it is handed out
     */
    LmdbSnapshot(HeldSource source) {
        this.source = source;
        this.outer = source.views();
        this.cursors = new Views("snapshot", outer);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        int lane = gate.enter();
        try {
            return LmdbReader.get(source.version(), key);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        int lane = gate.enter();
        try {
            return LmdbReader.cursor(source, range, direction, cursors, () -> {});
        } finally {
            gate.leave(lane);
        }
    }

    /** Whoever comes second waits for the first. */
    @Override
    public synchronized void close() {
        if (gate.refuseNew()) {
            gate.awaitEmpty();
            cursors.closeAll();
            source.hold().release();
            outer.remove(this);
        }
    }
}
