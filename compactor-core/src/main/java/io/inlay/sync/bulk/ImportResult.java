package io.inlay.sync.bulk;

import io.inlay.engine.ReplaceResult;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an import did.
 *
 * @param sync the sync that now is there
 * @param buckets what was put into each of the 14 buckets, in the order of {@link io.inlay.sync.key.Bucket#all}
 * @param folded records left out because an equal one was given before
 * @param spilledFiles sorted files written for want of memory
 * @param spilledBytes bytes of keys and values in them
 * @param times how long each phase took
 * @param replaced what the engine says of the commit
 */
public record ImportResult(
        SyncId sync,
        List<BucketCount> buckets,
        long folded,
        int spilledFiles,
        long spilledBytes,
        Map<Phase, Duration> times,
        ReplaceResult replaced) {
    /** Rows of all buckets. */
    public long records() {
        return buckets.stream().mapToLong(BucketCount::records).sum();
    }

    /** Bytes of keys and values of all buckets. */
    public long bytes() {
        return buckets.stream().mapToLong(BucketCount::bytes).sum();
    }
}
