package io.inlay.compactor;

import io.inlay.engine.Reader;
import io.inlay.sync.SyncStats;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncStatsRecord;
import java.util.Optional;

/** How many rows each bucket of a sync is likely to hold: every record is taken to be in every index that it can be in. */
final class RowEstimate {
    private final Optional<SyncStatsRecord> stats;

    private RowEstimate(Optional<SyncStatsRecord> stats) {
        this.stats = stats;
    }

    /** From the stored statistics of a sync, where there are any. Damaged ones are copied as they are, and tell nothing. */
    static RowEstimate of(Reader reader, SyncId sync) {
        return new RowEstimate(SyncStats.findSound(reader, sync));
    }

    /** Whether anything is known. */
    boolean isKnown() {
        return stats.isPresent();
    }

    /** Rows of a bucket that is not empty. */
    long rows(Bucket bucket) {
        return Math.max(1, stats.map(known -> rows(bucket, known)).orElse(0L));
    }

    private static long rows(Bucket bucket, SyncStatsRecord stats) {
        return switch (bucket.primary()) {
            case RESOURCE_TYPE -> stats.getResourceTypes();
            case RESOURCE -> stats.getResources();
            case ENTITLEMENT -> stats.getEntitlements();
            case GRANT -> stats.getGrants();
            case ASSET -> stats.getAssets();
            default -> 1;
        };
    }
}
