package io.inlay.compactor.merge;

import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The merge of several syncs into one: of each key the record that was discovered last, of several at the same time that of
 * the earliest source in the list, with the index rows that these records imply. Assets, run record and statistics are not
 * merged.
 *
 * <p>The rows that come out depend on nothing but the sources and their order. Memory does not grow with the number of rows.
 * Safe for many threads at once.
 */
public final class SyncMerge {
    private final List<MergeInput> sources;
    private final SyncId dest;
    private final MergeLimits limits;
    private final WorkMonitor monitor;

    /**
     * A merge that has not begun.
     *
     * @param sources at least one, pairwise different
     * @param dest the sync that the keys of the result name
     * @param monitor is told of staged rows, and ends the work
     */
    public SyncMerge(List<MergeInput> sources, SyncId dest, MergeLimits limits, WorkMonitor monitor) {
        this.sources = List.copyOf(sources);
        this.dest = dest;
        this.limits = limits;
        this.monitor = monitor;
    }

    /**
     * The winners of one bucket, in the order of their keys.
     *
     * @param bucket resource types, resources, entitlements or grants
     * @param scratch an empty directory for files, which stay; used only when there are more sources than the fan-in
     * @return to be closed; reading it throws CORRUPT, a {@link io.inlay.sync.SyncException}, for a record that several
     *     sources hold and whose time cannot be read
     * @throws io.inlay.engine.EngineException as the sources' reads; FULL
     */
    public Winners winners(Bucket bucket, Path scratch) {
        Rounds.Merger<Winners> merger = inputs -> new Winners(bucket, sources, inputs, KeyedHash.random(), null);
        return rounds(bucket, scratch, monitor::check).merge(inputs(bucket, KeyRange.all()), merger, merger);
    }

    /**
     * Stages the result: the four primary buckets and seven indexes of the sync will hold exactly the merge.
     *
     * <p>The monitor is in the phase STAGE, which begins anew when indexes have to be made from the winners.
     *
     * @return a replacement that has nothing but these runs, to be completed, committed and closed
     * @throws io.inlay.sync.SyncException CORRUPT for a record whose time decides and cannot be read, or one that cannot be
     *     counted, naming source and key; CANCELLED; TIMED_OUT
     * @throws io.inlay.engine.EngineException as the sources' reads and the target's staging
     */
    public StagedMerge stage(Engine target) {
        MergeAttempt first = attempt(target, Set.of());
        Set<Bucket> strays = first.strays();
        if (strays.isEmpty()) {
            return first.staged();
        }
        first.close();
        monitor.enter(Phase.STAGE); // counts from nothing
        MergeAttempt second = attempt(target, strays);
        if (!second.strays().isEmpty()) {
            second.close();
            throw new AssertionError("index rows changed while they were merged: " + second.strays());
        }
        return second.staged();
    }

    private MergeAttempt attempt(Engine target, Set<Bucket> derived) {
        Replacement replacement = target.begin();
        try {
            MergeAttempt attempt = new MergeAttempt(this, replacement, derived);
            attempt.run();
            return attempt;
        } catch (RuntimeException | Error e) {
            replacement.close();
            throw e;
        }
    }

    List<MergeInput> sources() {
        return sources;
    }

    SyncId dest() {
        return dest;
    }

    MergeLimits limits() {
        return limits;
    }

    WorkMonitor monitor() {
        return monitor;
    }

    Rounds rounds(Bucket bucket, Path directory, Runnable checkpoint) {
        return new Rounds(bucket, limits.fanIn(), directory, checkpoint);
    }

    /** The parts in which a bucket, primary or index, is merged: as many as there are threads, unless sources go into files. */
    List<KeyRange> parts(Bucket bucket) {
        int most = sources.size() > limits.fanIn() ? 1 : limits.threads();
        return BucketParts.of(bucket, sources, most, limits.partBytes());
    }

    /** Opens the rows of a part of a bucket, primary or index, in each source. */
    List<Supplier<RowInput>> inputs(Bucket bucket, KeyRange part) {
        List<Supplier<RowInput>> inputs = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            int position = i;
            inputs.add(() -> new CursorInput(bucket, sources.get(position), part, dest, position));
        }
        return inputs;
    }
}
