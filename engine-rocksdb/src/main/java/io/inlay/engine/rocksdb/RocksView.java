package io.inlay.engine.rocksdb;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.PinnedView;
import io.inlay.engine.support.Views;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/** A pinned native state. */
final class RocksView extends PinnedView {
    private final RocksHandle handle;
    private final Snapshot pinned;
    private final ReadOptions state;

    /** Pins the present state. */
    RocksView(RocksHandle handle) {
        this.handle = handle;
        this.pinned = handle.snapshot();
        this.state = new ReadOptions().setSnapshot(pinned);
    }

    @Override
    protected byte @Nullable [] get(byte[] key) {
        return handle.get(state, key);
    }

    @Override
    protected AbstractCursor cursor(KeyRange range, Direction direction, Access access, Views views) {
        return new RocksCursor(range, direction, views, handle.iterate(range, direction, access, pinned));
    }

    @Override
    protected void free() {
        state.close();
        handle.release(pinned);
    }
}
