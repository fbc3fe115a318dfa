package io.inlay.compactor;

import io.inlay.sync.SyncException;
import io.inlay.sync.key.SyncId;

/**
 * A rollup ended half-way. Each sync in the base is wholly as it was or wholly as in the source; what failed is the cause. Its
 * kind is INCOMPLETE.
 */
public final class RollupException extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient RollupResult done;

    RollupException(RollupResult done, SyncId failed, int left, RuntimeException cause) {
        super(
                Kind.INCOMPLETE,
                "rolling up sync " + failed + " failed: " + cause.getMessage() + "; compacted before that: "
                        + done.compacted().size() + ", there already: "
                        + done.skipped().size() + ", left: " + left,
                cause);
        this.done = done;
    }

    /** What was done before the failure. */
    public RollupResult done() {
        return done;
    }
}
