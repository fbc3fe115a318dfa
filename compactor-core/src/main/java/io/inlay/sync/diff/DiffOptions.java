package io.inlay.sync.diff;

import io.inlay.sync.bulk.WorkControl;

/**
 * How two syncs are compared.
 *
 * @param unfinished whether syncs that are not finished are taken; else they are refused
 * @param control cancellation, deadline and listener; the time between two calls of the caller counts
 */
public record DiffOptions(boolean unfinished, WorkControl control) {
    private static final DiffOptions DEFAULTS = new DiffOptions(false, WorkControl.none());

    /** Unfinished syncs are refused, no limit and no listener. */
    public static DiffOptions defaults() {
        return DEFAULTS;
    }

    /** The same, taking unfinished syncs or refusing them. */
    public DiffOptions withUnfinished(boolean take) {
        return new DiffOptions(take, control);
    }

    /** The same with another control. */
    public DiffOptions withControl(WorkControl workControl) {
        return new DiffOptions(unfinished, workControl);
    }
}
