package io.inlay.engine.tck.model;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.Views;
import org.jspecify.annotations.Nullable;

/** One state, kept by keeping a reference to it. */
final class ModelSnapshot implements Snapshot {
    private final SortedEntries entries;
    private final Views outer;
    private final Views cursors;
    private final CallGate gate = new CallGate("snapshot");

    ModelSnapshot(SortedEntries entries, Views outer) {
        this.entries = entries;
        this.outer = outer;
        this.cursors = new Views("snapshot", outer);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        int lane = gate.enter();
        try {
            byte[] value = entries.get(key);
            return value == null ? null : value.clone();
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        int lane = gate.enter();
        try {
            return open(entries, range, direction, cursors);
        } finally {
            gate.leave(lane);
        }
    }

    /** Opens a cursor among the views it belongs to. */
    static Cursor open(SortedEntries entries, KeyRange range, Direction direction, Views views) {
        ModelCursor cursor = new ModelCursor(entries, range, direction, views);
        try {
            views.add(cursor);
        } catch (EngineException e) {
            cursor.close();
            throw e;
        }
        return cursor;
    }

    @Override
    public void close() {
        if (gate.refuseNew()) {
            gate.awaitEmpty();
            cursors.closeAll();
            outer.remove(this);
        }
    }
}
