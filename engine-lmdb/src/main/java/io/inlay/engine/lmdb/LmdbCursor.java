package io.inlay.engine.lmdb;

import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.Views;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A cursor that reads pages in Java. Its buffers lie in the mapped file, or on the heap for what had to be put together. */
final class LmdbCursor extends AbstractCursor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Version version;
    private final EntryWalk walk;
    private final boolean forward;
    private final byte[] from;
    private final byte @Nullable [] until;
    private final byte @Nullable [] leafBound;
    private final Runnable release;
    private final LentBytes key = new LentBytes();
    private final LentBytes value = new LentBytes();
    private ByteBuffer longKey = NOTHING;
    private int checkedLeaf = -1;
    private boolean leafIsInside;

    LmdbCursor(Version version, KeyRange range, Direction direction, Views views, Runnable release) {
        super(range, direction, views);
        this.version = version;
        this.walk = version.entries();
        this.forward = direction == Direction.FORWARD;
        this.from = range.from();
        this.until = range.until();
        byte[] bound = forward ? until : from;
        this.leafBound = bound == null ? null : StoredKey.of(bound);
        this.release = release;
    }

    @Override
    protected boolean moveToStart() {
        try {
            if (forward) {
                return inside(from.length == 0 ? walk.first() : walk.ceiling(from));
            }
            return inside(until == null ? walk.last() : walk.lower(until));
        } catch (InternalError e) {
            throw LmdbReader.unreadable(version, e);
        }
    }

    @Override
    protected boolean moveOn() {
        try {
            return inside(forward ? walk.next() : walk.previous());
        } catch (InternalError e) {
            throw LmdbReader.unreadable(version, e);
        }
    }

    @Override
    protected boolean moveTo(byte[] target) {
        try {
            return inside(forward ? walk.ceiling(target) : walk.floor(target));
        } catch (InternalError e) {
            throw LmdbReader.unreadable(version, e);
        }
    }

    /** Whether the walk stands on an entry within the bound that it moves towards; asked once for leaves that lie inside whole. */
    private boolean inside(boolean on) {
        if (!on || leafBound == null) {
            return on;
        }
        TreeWalk tree = walk.tree();
        if (tree.leafLoads() != checkedLeaf) {
            checkedLeaf = tree.leafLoads();
            leafIsInside = tree.leafLies(forward, leafBound);
        }
        return leafIsInside || isBeforeBound();
    }

    private boolean isBeforeBound() {
        return forward ? until == null || walk.compareKey(until) < 0 : walk.compareKey(from) >= 0;
    }

    @Override
    protected ByteBuffer lendKey() {
        if (!walk.isInBlock()) {
            TreeWalk tree = walk.tree();
            return key.lend(tree.keyBuffer(), tree.keyAt() + 1, tree.keyLength() - 1);
        }
        int length = walk.keyLength();
        if (longKey.capacity() < length) {
            longKey = ByteBuffer.allocate(Math.max(length, 2 * longKey.capacity()));
        }
        walk.copyKey(longKey.array());
        return key.lend(longKey, 0, length);
    }

    @Override
    protected ByteBuffer lendValue() {
        try {
            if (walk.isInBlock()) {
                KeyBlock block = walk.block();
                return value.lend(block.buffer(), block.valueAt(), block.valueLength());
            }
            PageView found = walk.tree().value();
            return value.lend(found.valueBuffer(), found.valueAt(), found.valueLength());
        } catch (InternalError e) {
            throw LmdbReader.unreadable(version, e);
        }
    }

    @Override
    protected void release() {
        release.run();
    }
}
