package io.inlay.compactor;

import io.inlay.sync.key.SyncId;
import java.util.List;

/**
 * What a rollup did.
 *
 * @param compacted the compactions, in the order in which they were done; unmodifiable
 * @param skipped the syncs that the base held already; unmodifiable
 */
public record RollupResult(List<CompactResult> compacted, List<SyncId> skipped) {
    /** Takes copies. */
    public RollupResult {
        compacted = List.copyOf(compacted);
        skipped = List.copyOf(skipped);
    }

    /** Rows of all compactions, index rows included. */
    public long records() {
        return compacted.stream().mapToLong(CompactResult::records).sum();
    }

    /** Bytes of keys and values of all compactions. */
    public long bytes() {
        return compacted.stream().mapToLong(CompactResult::bytes).sum();
    }
}
