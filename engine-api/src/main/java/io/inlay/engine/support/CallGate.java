package io.inlay.engine.support;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets many threads into an engine while one may close it: calls under way are waited for, later ones get CLOSED. Threads are
 * counted on separate cache lines, so that entering is not a point of contention.
 */
public final class CallGate {
    private static final int LANES = 16;
    private static final int LANE_WIDTH = 32;
    private static final long WAIT_NANOS = 50_000;

    private final String what;
    private final AtomicIntegerArray inside = new AtomicIntegerArray((LANES + 1) * LANE_WIDTH);
    private volatile boolean closed;

    /**
     * Makes an open gate.
     *
     * @param what names the engine in messages
     */
    public CallGate(String what) {
        this.what = what;
    }

    /** Enters. The returned lane is given to one {@link #leave}. */
    public int enter() {
        int lane = tryEnter();
        if (lane < 0) {
            throw Failures.closed(what);
        }
        return lane;
    }

    /** Enters as {@link #enter} does, but returns a negative number once {@link #refuseNew} was called. */
    public int tryEnter() {
        int lane = lane();
        inside.incrementAndGet(lane);
        if (closed) {
            inside.decrementAndGet(lane);
            return -1;
        }
        return lane;
    }

    /**
     * Enters once more in a lane in which somebody is inside, and stays so until this returns. Never refused. The same lane is
     * given to one more {@link #leave}.
     */
    public void enterAgain(int lane) {
        // in the same lane: whoever looks whether all lanes are empty looks at one after another
        inside.incrementAndGet(lane);
    }

    public void leave(int lane) {
        inside.decrementAndGet(lane);
    }

    private static int lane() {
        long id = Thread.currentThread().getId();
        return ((int) (id ^ (id >>> 7)) & (LANES - 1)) * LANE_WIDTH + LANE_WIDTH;
    }

    /** Whether {@link #refuseNew} was called: long calls ask this now and then and end themselves with CLOSED. */
    public boolean isClosed() {
        return closed;
    }

    /** Throws CLOSED once {@link #refuseNew} was called. */
    public void checkOpen() {
        if (closed) {
            throw Failures.closed(what);
        }
    }

    /** From now on nobody enters. Returns true for the first call. */
    public synchronized boolean refuseNew() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** After {@link #refuseNew}: waits until everybody inside has left. Never called from inside. */
    public void awaitEmpty() {
        while (!isEmpty()) {
            LockSupport.parkNanos(this, WAIT_NANOS);
        }
    }

    /** After {@link #refuseNew}: whether everybody inside has left; once true it stays true. */
    public boolean isEmpty() {
        for (int lane = LANE_WIDTH; lane <= LANES * LANE_WIDTH; lane += LANE_WIDTH) {
            if (inside.get(lane) != 0) {
                return false;
            }
        }
        return true;
    }
}
