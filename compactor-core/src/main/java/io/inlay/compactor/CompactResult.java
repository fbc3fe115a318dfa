package io.inlay.compactor;

import io.inlay.engine.ReplaceResult;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a compaction did.
 *
 * @param sync the sync that the base now holds as the source does
 * @param buckets what each of the 14 buckets holds, in the order of {@link io.inlay.sync.key.Bucket#all}; all without rows
 *     when the source was empty and the base's part of the sync was excised
 * @param times how long each phase took
 * @param replaced what the base's engine says of the commit
 */
public record CompactResult(
        SyncId sync, List<BucketCount> buckets, Map<Phase, Duration> times, ReplaceResult replaced) {
    /** Whether the source was empty, and the base lost the sync. */
    public boolean excised() {
        return records() == 0;
    }

    /** Rows of all buckets, index rows included. */
    public long records() {
        return buckets.stream().mapToLong(BucketCount::records).sum();
    }

    /** Bytes of keys and values of all buckets. */
    public long bytes() {
        return buckets.stream().mapToLong(BucketCount::bytes).sum();
    }
}
