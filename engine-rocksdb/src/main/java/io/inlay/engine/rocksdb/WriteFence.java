package io.inlay.engine.rocksdb;

import io.inlay.engine.Batch;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps writers in order with a commit. While it is raised over some ranges, writers of these ranges wait; all others go on,
 * but {@link #mustSync} tells them to make their writes durable at once: a commit is durable the moment it is visible, and
 * what became visible before it must not be lost where it is kept.
 *
 * <p>Writers are counted on one of two sides. Raising switches sides and waits until the old one is empty, so that it waits
 * for every writer that may not have seen it, and for none that comes later. A writer counted on the side that is in use
 * holds up the next raising, so only then does it look whose ranges are held: what it sees is the commit of its side or none.
 */
final class WriteFence {
    private static final int LANES = 16;
    private static final int LANE_WIDTH = 32;
    private static final int SIDE_WIDTH = LANES * LANE_WIDTH;
    private static final long WAIT_NANOS = 20_000;

    private final AtomicIntegerArray inside = new AtomicIntegerArray(2 * SIDE_WIDTH + LANE_WIDTH);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition lowered = lock.newCondition();
    private volatile int side;
    private volatile @Nullable Held held;

    /** The commit under way: its ranges, ascending and disjoint, and whether it is kept elsewhere than in the log. */
    private static final class Held {
        private final List<KeyRange> ranges;
        private final boolean overtakesLog;

        Held(List<KeyRange> ranges, boolean overtakesLog) {
            this.ranges = ranges;
            this.overtakesLog = overtakesLog;
        }

        boolean touches(Batch batch) {
            Touch touch = new Touch(ranges);
            batch.forEach(touch);
            return touch.found;
        }
    }

    /**
     * Lets a writer in, once no commit holds a range that its batch touches.
     *
     * @return the lane, to be given to one {@link #leave}
     */
    int enter(Batch batch) {
        while (true) {
            int entered = side;
            int lane = lane(entered);
            inside.incrementAndGet(lane);
            if (side != entered) {
                inside.decrementAndGet(lane);
                continue;
            }
            Held now = held;
            if (now == null || !now.touches(batch)) {
                return lane;
            }
            inside.decrementAndGet(lane);
            await(now);
        }
    }

    void leave(int lane) {
        inside.decrementAndGet(lane);
    }

    /** Whether a writer that has entered must write durably, because a commit that overtakes the log is under way. */
    boolean mustSync() {
        Held now = held;
        return now != null && now.overtakesLog;
    }

    private static int lane(int side) {
        long id = Thread.currentThread().getId();
        return side * SIDE_WIDTH + ((int) (id ^ (id >>> 7)) & (LANES - 1)) * LANE_WIDTH + LANE_WIDTH;
    }

    private void await(Held until) {
        lock.lock();
        try {
            while (held == until) {
                lowered.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Raises the fence; one commit at a time. On return no writer is under way that began before, and none is or will be in
     * the ranges until {@link #lower}.
     *
     * @param ranges ascending and disjoint
     * @param overtakesLog whether the commit becomes durable without the log being synced by it
     */
    void raise(List<KeyRange> ranges, boolean overtakesLog) {
        int old = side;
        held = new Held(ranges, overtakesLog);
        side = 1 - old;
        for (int lane = 0; lane < LANES; lane++) {
            while (inside.get(old * SIDE_WIDTH + lane * LANE_WIDTH + LANE_WIDTH) != 0) {
                LockSupport.parkNanos(this, WAIT_NANOS);
            }
        }
    }

    /** Lets the held writers go on. */
    void lower() {
        lock.lock();
        try {
            held = null;
            lowered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Looks for an operation of a batch that falls into one of some ranges. */
    private static final class Touch implements Batch.Visitor {
        private final List<KeyRange> ranges;
        private boolean found;

        Touch(List<KeyRange> ranges) {
            this.ranges = ranges;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            delete(key);
        }

        @Override
        public void delete(byte[] key) {
            found = found || holds(key);
        }

        private boolean holds(byte[] key) {
            int low = 0;
            int high = ranges.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                KeyRange range = ranges.get(middle);
                if (range.contains(key)) {
                    return true;
                }
                if (Keys.compare(key, range.from()) < 0) {
                    high = middle - 1;
                } else {
                    low = middle + 1;
                }
            }
            return false;
        }

        @Override
        public void deleteRange(KeyRange range) {
            found = found || ranges.stream().anyMatch(range::overlaps);
        }
    }
}
