package io.inlay.compactor.fold;

import io.inlay.compactor.merge.MergeInput;
import io.inlay.compactor.merge.MergeLimits;
import io.inlay.compactor.merge.SyncMerge;
import io.inlay.engine.Replacement;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.StatsTally;
import java.util.List;
import java.util.stream.Stream;

/**
 * The differences that make a sync the merge of others and itself, as the last in the list: the rows come to be those that
 * {@link SyncMerge} gives. Only where a newer record wins and differs is anything written.
 *
 * <p>What is wrong with the patched sync where it is not touched stays wrong: index rows without a record or missing,
 * damaged records, and counts that were not those of its records. For one use.
 */
public final class SyncPatch {
    private final List<MergeInput> newer;
    private final MergeInput target;
    private final MergeLimits limits;
    private final WorkMonitor monitor;

    /**
     * A patch that has not begun.
     *
     * @param newer at least one, pairwise different, in the order in which they win ties
     * @param target the sync that is patched, read as it stands when the patch is laid over it
     * @param monitor is told of staged rows, and ends the work
     */
    public SyncPatch(List<MergeInput> newer, MergeInput target, MergeLimits limits, WorkMonitor monitor) {
        this.newer = List.copyOf(newer);
        this.target = target;
        this.limits = limits;
        this.monitor = monitor;
    }

    /**
     * Stages the differences, one overlay for each bucket that has any.
     *
     * @param replacement in the target's engine; takes the runs, and spill files in its scratch directory
     * @param tally what the target holds; becomes what it will hold
     * @return what was staged, for each of the four kinds of records
     * @throws io.inlay.sync.SyncException CORRUPT for a record whose time decides and cannot be read, or one that cannot be
     *     counted or indexed, naming sync and key; CANCELLED; TIMED_OUT
     * @throws io.inlay.engine.EngineException as the reads and the staging
     */
    public List<PatchedBucket> stage(Replacement replacement, StatsTally tally) {
        SyncMerge merge = new SyncMerge(newer, target.sync(), limits, monitor);
        return Stream.of(Bucket.RESOURCE_TYPE, Bucket.RESOURCE, Bucket.ENTITLEMENT, Bucket.GRANT)
                .map(bucket -> new BucketPatch(bucket, newer, target, limits, monitor, replacement, tally).stage(merge))
                .toList();
    }
}
