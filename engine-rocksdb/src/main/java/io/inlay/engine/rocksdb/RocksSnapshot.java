package io.inlay.engine.rocksdb;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.Views;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;

/** A reader on a pinned native state. */
final class RocksSnapshot implements Snapshot {
    private final RocksHandle handle;
    private final org.rocksdb.Snapshot pinned;
    private final ReadOptions state;
    private final Views engineViews;
    private final Views cursors;
    private final CallGate gate = new CallGate("snapshot");

    /**
     * Pins the present state.
     *
     * @param engineViews to which the engine adds the snapshot before it hands it out
     */
    RocksSnapshot(RocksHandle handle, Views engineViews) {
        this.handle = handle;
        this.engineViews = engineViews;
        this.cursors = new Views("snapshot", engineViews);
        this.pinned = handle.snapshot();
        this.state = new ReadOptions().setSnapshot(pinned);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        int lane = gate.enter();
        try {
            return handle.get(state, key);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        int lane = gate.enter();
        try {
            RocksCursor cursor =
                    new RocksCursor(range, direction, cursors, handle.iterate(range, direction, access, pinned));
            return RocksEngine.tracked(cursors, cursor);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public void close() {
        if (gate.refuseNew()) {
            gate.awaitEmpty();
            cursors.closeAll();
            state.close();
            handle.release(pinned);
            engineViews.remove(this);
        }
    }
}
