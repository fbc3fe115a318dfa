package io.inlay.compactor;

import io.inlay.compactor.merge.StagedMerge;
import io.inlay.compactor.merge.SyncMerge;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.sync.SyncLease;
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

/** One merge into a sync of the base. For one use. */
final class MergeJob {
    private final CompactorSettings settings;
    private final SourceList sources;
    private final MergeTarget target;
    private final SyncStore base;
    private final SyncId dest;
    private final WorkMonitor monitor;

    MergeJob(CompactorSettings settings, SourceList sources, MergeTarget target, WorkMonitor monitor) {
        this.settings = settings;
        this.sources = sources;
        this.target = target;
        this.base = target.base();
        this.dest = target.id();
        this.monitor = monitor;
    }

    /** Refuses what {@link #run} refuses before it stages anything, but for a destination that another call holds. */
    static void check(SourceList sources, MergeTarget target) {
        try (SourceViews views = SourceViews.open(sources)) {
            target.run(views.snapshot(target.base()));
        }
    }

    MergeResult run(MergeOptions options) {
        try (SyncLease lease = monitor.lease(base, dest, options.waitAtMost());
                SourceViews views = SourceViews.open(sources)) {
            SyncRun run = target.run(views.snapshot(base));
            monitor.enter(Phase.STAGE);
            SyncMerge merge = new SyncMerge(views.inputs(), dest, settings.mergeLimits(), monitor);
            try (StagedMerge staged = merge.stage(base.engine())) {
                return commit(staged, MergedRun.of(run.record(), views.runs()), views.runs(), lease);
            }
        }
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
