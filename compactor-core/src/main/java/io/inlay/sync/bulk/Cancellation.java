package io.inlay.sync.bulk;

/** A switch that ends long calls: turned once, by any thread, never turned back. One may serve many calls. */
public final class Cancellation {
    private volatile boolean cancelled;

    /** A switch not turned. */
    public Cancellation() {}

    /** Asks the calls to end. They do so at their next step; a commit under way is completed. */
    public void cancel() {
        cancelled = true;
    }

    /** Whether {@link #cancel} was called. */
    public boolean isCancelled() {
        return cancelled;
    }
}
