package io.inlay.compactor;

import io.inlay.engine.ReplaceResult;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a fold did.
 *
 * @param sync the sync that was folded into
 * @param type what it claims to hold now
 * @param strategy how it was done: PATCH or REBUILD
 * @param reason why so, in one sentence
 * @param changes what became of the records of each kind: resource types, resources, entitlements, grants
 * @param written the rows that were put or deleted in each of the 14 buckets, in the order of {@link Bucket#all}; all that the
 *     bucket holds where it was written anew
 * @param times how long each phase took
 * @param replaced what the base's engine says of the commit; all zero when there was no difference and none was needed
 */
public record FoldResult(
        SyncId sync,
        SyncType type,
        FoldStrategy strategy,
        String reason,
        List<Change> changes,
        List<BucketCount> written,
        Map<Phase, Duration> times,
        ReplaceResult replaced) {
    /**
     * What became of the records of one kind. Together they are what the sync now holds.
     *
     * @param bucket the kind
     * @param added those that it did not hold
     * @param replaced those that take the place of different ones
     * @param unchanged those that it held, byte for byte
     */
    public record Change(Bucket bucket, long added, long replaced, long unchanged) {}

    /** Records that the sync did not hold before. */
    public long added() {
        return changes.stream().mapToLong(Change::added).sum();
    }

    /** Records that took the place of different ones. */
    public long replacedRecords() {
        return changes.stream().mapToLong(Change::replaced).sum();
    }

    /** Records that stayed byte for byte. */
    public long unchanged() {
        return changes.stream().mapToLong(Change::unchanged).sum();
    }

    /** Rows that were put or deleted, index rows included. */
    public long records() {
        return written.stream().mapToLong(BucketCount::records).sum();
    }

    /** Bytes of keys and values of these. */
    public long bytes() {
        return written.stream().mapToLong(BucketCount::bytes).sum();
    }
}
