package io.inlay.compactor;

import io.inlay.sync.bulk.WorkControl;
import java.time.Duration;
import java.util.Objects;

/**
 * How one fold is done.
 *
 * @param strategy patch, rebuild, or whichever is cheaper
 * @param waitAtMost how long to wait for other calls that write or replace the sync; zero refuses at once
 * @param control cancellation, deadline and listener
 */
public record FoldOptions(FoldStrategy strategy, Duration waitAtMost, WorkControl control) {
    private static final FoldOptions DEFAULTS = new FoldOptions(FoldStrategy.AUTO, Duration.ZERO, WorkControl.none());

    /** Checks the wait. */
    public FoldOptions {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(control, "control");
        if (waitAtMost.isNegative()) {
            throw new IllegalArgumentException("a wait is zero or more, not " + waitAtMost);
        }
    }

    /** Whichever is cheaper; a busy sync is refused, no limit and no listener. */
    public static FoldOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another strategy. */
    public FoldOptions withStrategy(FoldStrategy other) {
        return new FoldOptions(other, waitAtMost, control);
    }

    /** The same with another wait. */
    public FoldOptions withWaitAtMost(Duration wait) {
        return new FoldOptions(strategy, wait, control);
    }

    /** The same with another control. */
    public FoldOptions withControl(WorkControl workControl) {
        return new FoldOptions(strategy, waitAtMost, workControl);
    }
}
