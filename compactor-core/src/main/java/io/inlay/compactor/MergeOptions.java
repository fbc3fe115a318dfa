package io.inlay.compactor;

import io.inlay.sync.bulk.WorkControl;
import java.time.Duration;

/**
 * How one merge is done.
 *
 * @param waitAtMost how long to wait for other calls that write or replace the destination; zero refuses at once
 * @param control cancellation, deadline and listener
 */
public record MergeOptions(Duration waitAtMost, WorkControl control) {
    private static final MergeOptions DEFAULTS = new MergeOptions(Duration.ZERO, WorkControl.none());

    /** Checks the wait. */
    public MergeOptions {
        if (waitAtMost.isNegative()) {
            throw new IllegalArgumentException("a wait is zero or more, not " + waitAtMost);
        }
    }

    /** A busy destination is refused, no limit and no listener. */
    public static MergeOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another wait. */
    public MergeOptions withWaitAtMost(Duration wait) {
        return new MergeOptions(wait, control);
    }

    /** The same with another control. */
    public MergeOptions withControl(WorkControl workControl) {
        return new MergeOptions(waitAtMost, workControl);
    }
}
