package io.inlay.compactor;

import io.inlay.compactor.FoldResult.Change;
import io.inlay.compactor.fold.PatchedBucket;
import io.inlay.compactor.fold.SyncPatch;
import io.inlay.compactor.merge.LastSource;
import io.inlay.compactor.merge.MergeInput;
import io.inlay.compactor.merge.StagedMerge;
import io.inlay.compactor.merge.SyncMerge;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncStats;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One fold into a sync of the base. For one use. */
final class FoldJob {
    private static final List<Bucket> KINDS =
            List.of(Bucket.RESOURCE_TYPE, Bucket.RESOURCE, Bucket.ENTITLEMENT, Bucket.GRANT);

    private final SyncStore base;
    private final CompactorSettings settings;
    private final SyncLease lease;
    private final SourceViews newer;
    private final FoldTarget target;
    private final FoldStrategy asked;
    private final WorkMonitor monitor;
    private final List<BucketCount> written = new ArrayList<>();

    private FoldJob(
            SyncStore base,
            CompactorSettings settings,
            SyncLease lease,
            SourceViews newer,
            FoldTarget target,
            FoldStrategy asked,
            WorkMonitor monitor) {
        this.base = base;
        this.settings = settings;
        this.lease = lease;
        this.newer = newer;
        this.target = target;
        this.asked = asked;
        this.monitor = monitor;
    }

    static FoldResult run(
            SyncStore base, CompactorSettings settings, SyncId sync, SourceList newer, FoldOptions options) {
        WorkMonitor monitor = WorkMonitor.start(options.control(), Phase.CHECK);
        try (SyncLease lease = monitor.lease(base, sync, options.waitAtMost());
                SourceViews views = SourceViews.open(newer)) {
            FoldTarget target = new FoldTarget(base, views.snapshot(base), sync);
            return new FoldJob(base, settings, lease, views, target, options.strategy(), monitor).run();
        }
    }

    /** Refuses what a run refuses before it stages anything, but for a sync that another call holds. */
    static void check(SyncStore base, SyncId sync, SourceList newer) {
        try (SourceViews views = SourceViews.open(newer)) {
            new FoldTarget(base, views.snapshot(base), sync);
        }
    }

    private FoldResult run() {
        FoldChoice choice = choose();
        monitor.enter(Phase.STAGE);
        if (choice.strategy() == FoldStrategy.REBUILD) {
            return rebuild(choice);
        }
        return patch(choice).orElseGet(() -> {
            written.clear();
            monitor.enter(Phase.STAGE);
            return rebuild(FoldChoice.disproved());
        });
    }

    private FoldChoice choose() {
        if (asked != FoldStrategy.AUTO) {
            return FoldChoice.asked(asked);
        }
        long records = 0;
        for (MergeInput input : newer.inputs()) {
            monitor.check();
            records += records(SyncStats.findSound(input.view(), input.sync())
                    .flatMap(StatsTally::of)
                    .orElseGet(() -> SyncStats.count(input.view(), input.sync())));
        }
        OptionalLong held = target.isCounted() ? OptionalLong.of(records(target.counts())) : OptionalLong.empty();
        return FoldChoice.cheaper(base.engine().name(), records, held);
    }

    private static long records(StatsTally tally) {
        return KINDS.stream().mapToLong(tally::total).sum();
    }

    /** Nothing, with nothing changed, when the patch shows that the statistics it went on from are not those of the base. */
    private Optional<FoldResult> patch(FoldChoice choice) {
        StatsTally tally = target.counts();
        Map<Bucket, Long> held = new EnumMap<>(Bucket.class);
        KINDS.forEach(kind -> held.put(kind, tally.total(kind)));
        try (Replacement replacement = base.engine().begin()) {
            List<PatchedBucket> patched = new SyncPatch(newer.inputs(), target.input(), settings.mergeLimits(), monitor)
                    .stage(replacement, tally);
            List<Change> changes = new ArrayList<>();
            for (PatchedBucket each : patched) {
                written.addAll(each.rows());
                long unchanged = held.getOrDefault(each.bucket(), 0L) - each.replaced();
                changes.add(new Change(each.bucket(), each.added(), each.replaced(), unchanged));
            }
            if (tally.isBelowZero() || changes.stream().anyMatch(change -> change.unchanged() < 0)) {
                return Optional.empty();
            }
            return Optional.of(commit(choice, replacement, tally, changes));
        }
    }

    private FoldResult rebuild(FoldChoice choice) {
        List<MergeInput> inputs = new ArrayList<>(newer.inputs());
        inputs.add(target.input());
        SyncMerge merge = new SyncMerge(inputs, target.run().id(), settings.mergeLimits(), monitor);
        try (StagedMerge staged = merge.stage(base.engine())) {
            written.addAll(staged.buckets());
            StatsTally tally = staged.tally();
            List<Change> changes = KINDS.stream()
                    .map(kind -> change(kind, tally.total(kind), staged.last().get(kind)))
                    .toList();
            target.countAssets(tally);
            return commit(choice, staged.replacement(), tally, changes);
        }
    }

    private static Change change(Bucket kind, long total, @Nullable LastSource base) {
        Objects.requireNonNull(base, kind.label());
        return new Change(kind, total - base.held(), base.held() - base.kept(), base.kept());
    }

    private FoldResult commit(FoldChoice choice, Replacement replacement, StatsTally tally, List<Change> changes) {
        SyncId sync = target.run().id();
        SyncRunRecord run = FoldedRun.of(target.run(), newer.runs());
        SyncStatsRecord stats = target.stats(tally, settings.clock().instant());
        if (!Arrays.equals(RecordType.SYNC_RUN.encode(run), target.stored(Bucket.SYNC_RUN))) {
            written.add(MergedRun.stage(replacement, sync, run));
        }
        if (!Arrays.equals(RecordType.STATS.encode(stats), target.stored(Bucket.STATS))) {
            written.add(MergedRun.stage(replacement, sync, stats));
        }
        monitor.check();
        monitor.enter(Phase.COMMIT);
        ReplaceResult replaced = new ReplaceResult(0, 0, 0, Duration.ZERO);
        if (!written.isEmpty()) {
            replaced = replacement.commit();
            lease.replaced();
        }
        monitor.done();
        return new FoldResult(
                sync,
                run.getType(),
                choice.strategy(),
                choice.reason(),
                changes,
                ofAllBuckets(written),
                monitor.times(),
                replaced);
    }

    private static List<BucketCount> ofAllBuckets(List<BucketCount> counts) {
        Map<Bucket, BucketCount> all = new EnumMap<>(Bucket.class);
        Bucket.all().forEach(bucket -> all.put(bucket, new BucketCount(bucket, 0, 0)));
        counts.forEach(count -> all.put(count.bucket(), count));
        return List.copyOf(all.values());
    }
}
