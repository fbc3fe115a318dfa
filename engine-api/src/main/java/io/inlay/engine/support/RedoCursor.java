package io.inlay.engine.support;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges what is stored with the runs of an unfinished commit, which win. */
final class RedoCursor extends AbstractCursor {
    private final RedoView view;
    private final Access access;
    private final Views own = new Views("an unfinished commit", 1);
    private final List<RunWalk> walks;
    private Cursor stored;
    private boolean isStored;
    private int walk;
    private boolean isRun;
    private boolean onRun;

    RedoCursor(RedoView view, KeyRange range, Direction direction, Access access, Views views) {
        super(range, direction, views);
        this.view = view;
        this.access = access;
        this.walks = view.walks(direction);
        this.stored = view.storedCursor(range, direction, access, own);
    }

    @Override
    protected boolean moveToStart() {
        stored.close();
        stored = view.storedCursor(range(), direction(), access, own);
        isStored = stored.next();
        byte[] bound = direction() == Direction.FORWARD ? range().from() : range().until();
        ByteBuffer start = bound == null ? null : ByteBuffer.wrap(bound);
        seekRuns(start);
        if (isRun && direction() == Direction.BACKWARD && run().key().equals(start)) {
            nextRun();
        }
        return settle();
    }

    @Override
    protected boolean moveTo(byte[] key) {
        isStored = stored.seek(key);
        seekRuns(ByteBuffer.wrap(key));
        return settle();
    }

    @Override
    protected boolean moveOn() {
        if (onRun) {
            nextRun();
        } else {
            isStored = stored.next();
        }
        return settle();
    }

    private void seekRuns(@Nullable ByteBuffer key) {
        for (walk = 0; walk < walks.size(); walk++) {
            if (run().seek(key)) {
                isRun = true;
                return;
            }
        }
        isRun = false;
    }

    private void nextRun() {
        isRun = run().next();
        while (!isRun && ++walk < walks.size()) {
            isRun = run().seek(null);
        }
    }

    private RunWalk run() {
        return walks.get(walk);
    }

    /** Passes what does not count, and stands on the nearer of both. */
    private boolean settle() {
        while (true) {
            isRun = isRun && range().contains(run().key());
            if (isStored && isHidden()) {
                isStored = stored.next();
            } else if (isRun && (!isStored || isRunNearer())) {
                if (!run().isDelete()) {
                    onRun = true;
                    return true;
                }
                nextRun();
            } else {
                onRun = false;
                return isStored;
            }
        }
    }

    /** Whether the stored entry is one that the commit replaces. */
    private boolean isHidden() {
        RedoView.Laid over = view.over(stored.key());
        return over != null && (over.hidesStored() || (isRun && run().key().equals(stored.key())));
    }

    private boolean isRunNearer() {
        int order = Keys.compare(run().key(), stored.key());
        return direction() == Direction.FORWARD ? order < 0 : order > 0;
    }

    @Override
    protected ByteBuffer lendKey() {
        return onRun ? run().key() : stored.key();
    }

    @Override
    protected ByteBuffer lendValue() {
        return onRun ? run().value() : stored.value();
    }

    @Override
    protected void release() {
        stored.close();
    }
}
