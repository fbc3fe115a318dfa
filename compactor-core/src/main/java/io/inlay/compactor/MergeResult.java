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
 * What a merge did.
 *
 * @param sync the sync that now holds the merge
 * @param type what it claims to hold
 * @param inputs the sources in the order of the list, with what each contributed
 * @param buckets what each of the 14 buckets holds, in the order of {@link Bucket#all}
 * @param contestedKeys how many keys several sources held
 * @param rounds how many merges one after the other a row went through at most; 1 unless there were more sources than the
 *     fan-in
 * @param rebuiltIndexes the indexes that were made anew, because some source held rows that its records do not imply, or
 *     lacked some that they do
 * @param times how long each phase took
 * @param replaced what the engine says of the commit
 */
public record MergeResult(
        SyncId sync,
        SyncType type,
        List<Input> inputs,
        List<BucketCount> buckets,
        long contestedKeys,
        int rounds,
        List<Bucket> rebuiltIndexes,
        Map<Phase, Duration> times,
        ReplaceResult replaced) {
    /**
     * A source of a merge.
     *
     * @param sync its id
     * @param type what it claims to hold
     * @param won how many records of the merge are its own
     */
    public record Input(SyncId sync, SyncType type, long won) {}

    /** Rows of all buckets, index rows included. */
    public long records() {
        return buckets.stream().mapToLong(BucketCount::records).sum();
    }

    /** Bytes of keys and values of all buckets. */
    public long bytes() {
        return buckets.stream().mapToLong(BucketCount::bytes).sum();
    }
}
