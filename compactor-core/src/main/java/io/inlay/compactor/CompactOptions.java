package io.inlay.compactor;

import io.inlay.sync.bulk.WorkControl;
import java.time.Duration;

/**
 * How one compaction is done.
 *
 * @param onEmpty what happens when the source holds nothing of the sync
 * @param unfinished whether a source sync that is not finished is taken; else it is refused
 * @param waitAtMost how long to wait for other calls that write or replace the sync in the base; zero refuses at once
 * @param control cancellation, deadline and listener
 */
public record CompactOptions(OnEmpty onEmpty, boolean unfinished, Duration waitAtMost, WorkControl control) {
    private static final CompactOptions DEFAULTS =
            new CompactOptions(OnEmpty.REFUSE, false, Duration.ZERO, WorkControl.none());

    /** Checks the wait. */
    public CompactOptions {
        if (waitAtMost.isNegative()) {
            throw new IllegalArgumentException("a wait is zero or more, not " + waitAtMost);
        }
    }

    /** Empty, unfinished and busy syncs are refused, no limit and no listener. */
    public static CompactOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another answer to an empty source. */
    public CompactOptions withOnEmpty(OnEmpty answer) {
        return new CompactOptions(answer, unfinished, waitAtMost, control);
    }

    /** The same, taking an unfinished sync or refusing it. */
    public CompactOptions withUnfinished(boolean take) {
        return new CompactOptions(onEmpty, take, waitAtMost, control);
    }

    /** The same with another wait. */
    public CompactOptions withWaitAtMost(Duration wait) {
        return new CompactOptions(onEmpty, unfinished, wait, control);
    }

    /** The same with another control. */
    public CompactOptions withControl(WorkControl workControl) {
        return new CompactOptions(onEmpty, unfinished, waitAtMost, workControl);
    }
}
