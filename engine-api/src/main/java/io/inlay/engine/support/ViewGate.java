package io.inlay.engine.support;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thread at a time into a view while another may close it: whoever is inside is waited for, whoever comes later gets
 * CLOSED. A second thread that enters at once gets INVALID.
 */
public final class ViewGate {
    private static final int IDLE = 0;
    private static final int INSIDE = 1;
    private static final int CLOSED = 2;
    private static final long WAIT_NANOS = 50_000;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ViewGate.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String what;

    @SuppressWarnings("UnusedVariable") // read and written through STATE
    private volatile int state = IDLE;

    /**
     * Makes an open gate.
     *
     * @param what names the view in messages: "cursor", "snapshot"
     */
    public ViewGate(String what) {
        this.what = what;
    }

    /** Enters; every call that returns is followed by one {@link #leave}. */
    public void enter() {
        if (!STATE.compareAndSet(this, IDLE, INSIDE)) {
            refuse();
        }
    }

    private void refuse() {
        if (state == CLOSED) {
            throw Failures.closed(what);
        }
        throw Failures.invalid(what + " is used by two threads at once");
    }

    public void leave() {
        STATE.setRelease(this, IDLE);
    }

    /** Whether the view is open and nobody is inside. */
    public boolean isIdle() {
        return state == IDLE;
    }

    public boolean isClosed() {
        return state == CLOSED;
    }

    /**
     * Closes, after waiting for whoever is inside. Never called from inside.
     *
     * @return true for the one call that closed it, which then owns the release of what it guards
     */
    public boolean close() {
        while (!STATE.compareAndSet(this, IDLE, CLOSED)) {
            if (state == CLOSED) {
                return false;
            }
            LockSupport.parkNanos(this, WAIT_NANOS);
        }
        return true;
    }
}
