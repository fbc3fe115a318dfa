package io.inlay.engine.lmdb;

import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.Views;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A cursor that reads pages in Java. Its buffers lie in the mapped file, or on the heap for what had to be put together. */
final class LmdbCursor extends AbstractCursor {
    private final HeldSource source;
    private final Version version;
    private final EntryWalk walk;
    private final boolean forward;
    private final byte[] from;
    private final byte @Nullable [] until;
    private final byte @Nullable [] leafBound;
    private final Runnable release;
    private final EntryBytes entry;
    private final LeafStretch stretch;
    private int checkedLeaf = -1;
    private boolean leafIsInside;
    private boolean advancing;
    private long moves;

    LmdbCursor(HeldSource source, KeyRange range, Direction direction, Views views, Runnable release) {
        super(range, direction, views);
        this.source = source;
        this.version = source.version();
        this.walk = version.entries();
        this.entry = new EntryBytes(walk);
        this.forward = direction == Direction.FORWARD;
        this.stretch = new LeafStretch(forward);
        this.from = range.from();
        this.until = range.until();
        byte[] bound = forward ? until : from;
        this.leafBound = bound == null ? null : StoredKey.of(bound);
        this.release = release;
    }

    @Override
    protected boolean moveToStart() {
        stretch.drop();
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
            catchUp();
            boolean on = inside(forward ? walk.next() : walk.previous());
            if (on && !advancing && (leafBound == null || leafIsInside)) {
                walk.tree().readInto(stretch);
            }
            return on;
        } catch (InternalError e) {
            throw LmdbReader.unreadable(version, e);
        }
    }

    @Override
    protected boolean moveTo(byte[] target) {
        try {
            catchUp();
            return inside(forward ? walk.ceiling(target) : walk.floor(target));
        } catch (InternalError e) {
            throw LmdbReader.unreadable(version, e);
        }
    }

    @Override
    protected boolean moveOnAtHand() {
        boolean on = stretch.moveOn();
        if (on) {
            moves++;
        }
        return on;
    }

    /** Brings the walk, which stays behind while moves are made in the stretch, to the current entry; the stretch ends there. */
    private void catchUp() {
        if (stretch.isOn()) {
            int slot = stretch.slot();
            stretch.drop();
            walk.tree().standIn(slot);
        }
    }

    /** Whether the walk stands on an entry within the bound that it moves towards; asked once for leaves that lie inside whole. */
    private boolean inside(boolean on) {
        moves++;
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
        catchUp();
        return entry.key();
    }

    @Override
    protected @Nullable ByteBuffer lendKeyAtHand() {
        return stretch.isOn() ? entry.key(stretch) : null;
    }

    @Override
    protected @Nullable ByteBuffer lendValueAtHand() {
        return stretch.isOn() ? entry.value(stretch) : null;
    }

    @Override
    protected ByteBuffer lendValue() {
        try {
            catchUp();
            return entry.value();
        } catch (InternalError e) {
            throw LmdbReader.unreadable(version, e);
        }
    }

    /** Changes with every move. */
    long moves() {
        return moves;
    }

    /**
     * Keeps what is read here beyond the life of the cursor.
     *
     * @param beforeRelease as in {@link PinnedSource#open}
     * @throws io.inlay.engine.EngineException RETRY when the engine has no room for another view; CLOSED
     */
    PinnedSource pin(Runnable beforeRelease) {
        return whileOpen(() -> PinnedSource.open(source, beforeRelease));
    }

    /**
     * Goes on over what comes next.
     *
     * @param most entries to go on by
     * @param room the way ends on the first entry whose key lies outside
     * @param seen counts each entry within
     * @return entries seen
     */
    int advance(int most, KeyRange room, Seen seen) {
        byte[] start = room.from();
        byte[] end = room.until();
        byte[] bound = end != null && until != null && Keys.compare(until, end) <= 0 ? null : end;
        advancing = true;
        try {
            return nextWhile(most, () -> {
                boolean first = seen.records() == 0;
                if ((first && walk.compareKey(start) < 0) || (bound != null && walk.compareKey(bound) >= 0)) {
                    return false;
                }
                return count(seen);
            });
        } finally {
            advancing = false;
        }
    }

    private boolean count(Seen seen) {
        try {
            seen.add(walk);
            return true;
        } catch (InternalError e) {
            throw LmdbReader.unreadable(version, e);
        }
    }

    boolean isOn() {
        return isOnEntry();
    }

    @Override
    protected void release() {
        release.run();
    }
}
