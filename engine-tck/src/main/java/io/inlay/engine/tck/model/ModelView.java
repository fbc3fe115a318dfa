package io.inlay.engine.tck.model;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.PinnedView;
import io.inlay.engine.support.Views;
import org.jspecify.annotations.Nullable;

/** One state, kept by keeping a reference to it. */
final class ModelView extends PinnedView {
    private final SortedEntries entries;

    ModelView(SortedEntries entries) {
        this.entries = entries;
    }

    @Override
    protected byte @Nullable [] get(byte[] key) {
        byte[] value = entries.get(key);
        return value == null ? null : value.clone();
    }

    @Override
    protected AbstractCursor cursor(KeyRange range, Direction direction, Access access, Views views) {
        return new ModelCursor(entries, range, direction, views);
    }

    @Override
    protected void free() {}
}
