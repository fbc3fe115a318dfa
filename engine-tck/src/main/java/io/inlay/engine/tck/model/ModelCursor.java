package io.inlay.engine.tck.model;

import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.Views;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A cursor over one state; every move is a search from the root. */
final class ModelCursor extends AbstractCursor {
    private @Nullable SortedEntries entries;
    private SortedEntries.@Nullable Node current;

    ModelCursor(SortedEntries entries, KeyRange range, Direction direction, Views views) {
        super(range, direction, views);
        this.entries = entries;
    }

    @Override
    protected boolean moveToStart() {
        if (direction() == Direction.FORWARD) {
            return stand(entries().ceiling(range().from(), true));
        }
        byte[] until = range().until();
        return stand(until == null ? entries().last() : entries().floor(until, false));
    }

    @Override
    protected boolean moveOn() {
        byte[] key = current().key;
        return stand(
                direction() == Direction.FORWARD
                        ? entries().ceiling(key, false)
                        : entries().floor(key, false));
    }

    @Override
    protected boolean moveTo(byte[] key) {
        return stand(
                direction() == Direction.FORWARD
                        ? entries().ceiling(key, true)
                        : entries().floor(key, true));
    }

    private boolean stand(SortedEntries.@Nullable Node node) {
        current = node != null && range().contains(node.key) ? node : null;
        return current != null;
    }

    private SortedEntries entries() {
        if (entries == null) {
            throw new IllegalStateException("moved after its release");
        }
        return entries;
    }

    private SortedEntries.Node current() {
        if (current == null) {
            throw new IllegalStateException("stands on no entry");
        }
        return current;
    }

    @Override
    protected ByteBuffer lendKey() {
        return ByteBuffer.wrap(current().key).asReadOnlyBuffer();
    }

    @Override
    protected ByteBuffer lendValue() {
        return ByteBuffer.wrap(current().value).asReadOnlyBuffer();
    }

    @Override
    protected void release() {
        entries = null;
        current = null;
    }
}
