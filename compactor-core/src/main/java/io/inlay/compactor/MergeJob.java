package io.inlay.compactor;

import io.inlay.compactor.merge.StagedMerge;
import io.inlay.compactor.merge.SyncMerge;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One merge into a sync of the base. For one use. */
final class MergeJob {
    private final SyncStore base;
    private final CompactorSettings settings;
    private final SourceList sources;
    private final SyncId dest;
    private final Optional<SyncRun> fresh;
    private final WorkMonitor monitor;

    /**
     * @param fresh the run of a destination that is started with the merge; else it was started before
     */
    MergeJob(
            SyncStore base,
            CompactorSettings settings,
            SourceList sources,
            SyncId dest,
            Optional<SyncRun> fresh,
            WorkMonitor monitor) {
        this.base = base;
        this.settings = settings;
        this.sources = sources;
        this.dest = dest;
        this.fresh = fresh;
        this.monitor = monitor;
    }

    MergeResult run(MergeOptions options) {
        try (SyncLease lease = monitor.lease(base, dest, options.waitAtMost());
                SourceViews views = SourceViews.open(sources)) {
            SyncRun target = target(views.snapshot(base));
            monitor.enter(Phase.STAGE);
            SyncMerge merge = new SyncMerge(views.inputs(), dest, settings.mergeLimits(), monitor);
            try (StagedMerge staged = merge.stage(base.engine())) {
                return commit(staged, MergedRun.of(target.record(), views.runs()), views.runs(), lease);
            }
        }
    }

    /** The destination, which is started now, or was and holds nothing but its run record. */
    private SyncRun target(Snapshot view) {
        if (fresh.isPresent()) {
            SyncStore.requireAbsent(view, dest);
            return fresh.get();
        }
        SyncRun run = SyncRun.find(view, dest)
                .orElseThrow(() -> refuse(Kind.NOT_FOUND, "is not there; a merge needs a sync that was started"));
        if (run.isFinished()) {
            throw refuse(Kind.FINISHED, "is finished; a merge needs one that is not");
        }
        for (SyncRange part : SyncRanges.of(dest)) {
            if (part.bucket() != Bucket.SYNC_RUN && !SyncRanges.isEmpty(view, part.range())) {
                throw refuse(
                        Kind.INVALID,
                        "holds rows of " + part.bucket().label() + "; a merge needs a sync that holds nothing yet");
            }
        }
        return run;
    }

    private SyncException refuse(Kind kind, String what) {
        return new SyncException(
                kind, "the target, sync " + dest + " in " + base.engine().directory() + ", " + what);
    }

    private MergeResult commit(StagedMerge staged, SyncRunRecord run, List<SyncRun> inputs, SyncLease lease) {
        Replacement replacement = staged.replacement();
        SyncStatsRecord stats = staged.tally().toRecord(dest, settings.clock().instant());
        List<BucketCount> counts = new ArrayList<>(staged.buckets());
        counts.add(MergedRun.stage(replacement, dest, run));
        counts.add(MergedRun.stage(replacement, dest, stats));
        replacement.empty(SyncRanges.of(Bucket.ASSET, dest));
        counts.add(new BucketCount(Bucket.ASSET, 0, 0));
        counts.sort(Comparator.comparing(BucketCount::bucket));
        monitor.check();
        monitor.enter(Phase.COMMIT);
        ReplaceResult replaced = replacement.commit();
        lease.replaced();
        monitor.done();
        List<MergeResult.Input> won = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            SyncRun input = inputs.get(i);
            won.add(new MergeResult.Input(input.id(), input.type(), staged.won().get(i)));
        }
        return new MergeResult(
                dest,
                run.getType(),
                won,
                counts,
                staged.contested(),
                staged.rounds(),
                staged.derived(),
                monitor.times(),
                replaced);
    }
}
