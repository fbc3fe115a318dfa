package io.inlay.engine.support;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One state of a store, kept readable until everybody who holds it has let go: the engine while it is the current one, gets for
 * their length, cursors and snapshots until they are closed. Safe for many threads at once.
 */
public abstract class PinnedView {
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Makes a view held once, by whoever made it. */
    protected PinnedView() {}

    /** A copy of the value of a key, or null; a key of any length. */
    protected abstract byte @Nullable [] get(byte[] key);

    /**
     * Makes a cursor over this view. It is added to its views, and closed, by the caller; this view stays held until then.
     *
     * @param views what the cursor is given to its constructor
     */
    protected abstract AbstractCursor cursor(KeyRange range, Direction direction, Access access, Views views);

    /** Lets the state go; called once, when nobody holds it any more. Must not throw. */
    protected abstract void free();

    /** Takes hold once more; false when nobody held it any more. */
    final boolean tryHold() {
        int count = holders.get();
        while (count > 0 && !holders.compareAndSet(count, count + 1)) {
            count = holders.get();
        }
        return count > 0;
    }

    /** Lets go of what {@link #tryHold} or the constructor took. */
    public final void release() {
        if (holders.decrementAndGet() == 0) {
            free();
        }
    }
}
