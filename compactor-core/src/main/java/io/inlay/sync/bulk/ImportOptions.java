package io.inlay.sync.bulk;

import java.time.Duration;

/**
 * How an import is done.
 *
 * @param memoryBytes memory for rows being sorted, from 64 KiB to 1 GiB; what a merge of spilled files and the engine take
 *     comes on top
 * @param replace whether a sync that is there already is replaced; else it is refused
 * @param waitAtMost how long to wait for other calls that write or replace the sync; zero refuses at once
 * @param control cancellation, deadline and listener
 */
public record ImportOptions(int memoryBytes, boolean replace, Duration waitAtMost, WorkControl control) {
    /** The memory for rows unless told otherwise: 24 MiB. */
    public static final int DEFAULT_MEMORY_BYTES = 24 << 20;

    private static final int LEAST_MEMORY_BYTES = 64 << 10;
    private static final int MOST_MEMORY_BYTES = 1 << 30;
    private static final ImportOptions DEFAULTS =
            new ImportOptions(DEFAULT_MEMORY_BYTES, false, Duration.ZERO, WorkControl.none());

    /** Checks the ranges. */
    public ImportOptions {
        if (memoryBytes < LEAST_MEMORY_BYTES || memoryBytes > MOST_MEMORY_BYTES) {
            throw new IllegalArgumentException("memory for an import is " + LEAST_MEMORY_BYTES + " to "
                    + MOST_MEMORY_BYTES + " bytes, not " + memoryBytes);
        }
        if (waitAtMost.isNegative()) {
            throw new IllegalArgumentException("a wait is zero or more, not " + waitAtMost);
        }
    }

    /** 24 MiB, an existing sync and a busy one are refused, no limit and no listener. */
    public static ImportOptions defaults() {
        return DEFAULTS;
    }

    /** The same with other memory. */
    public ImportOptions withMemoryBytes(int bytes) {
        return new ImportOptions(bytes, replace, waitAtMost, control);
    }

    /** The same, replacing an existing sync or refusing it. */
    public ImportOptions withReplace(boolean replaceExisting) {
        return new ImportOptions(memoryBytes, replaceExisting, waitAtMost, control);
    }

    /** The same with another wait. */
    public ImportOptions withWaitAtMost(Duration wait) {
        return new ImportOptions(memoryBytes, replace, wait, control);
    }

    /** The same with another control. */
    public ImportOptions withControl(WorkControl workControl) {
        return new ImportOptions(memoryBytes, replace, waitAtMost, workControl);
    }
}
