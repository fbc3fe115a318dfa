package io.inlay.compactor;

import io.inlay.compactor.stage.SyncStaging;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
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
import io.inlay.sync.key.SyncId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One compaction of a sync of a source into the base. For one use. */
final class CompactJob {
    private final CompactorSettings settings;
    private final SyncStore base;
    private final SyncStore source;
    private final SyncId sync;
    private final WorkMonitor monitor;

    CompactJob(CompactorSettings settings, SyncStore base, SyncStore source, SyncId sync, WorkMonitor monitor) {
        this.settings = settings;
        this.base = base;
        this.source = source;
        this.sync = sync;
        this.monitor = monitor;
    }

    /**
     * @param mustBeNew whether the base must hold nothing of the sync
     */
    CompactResult run(CompactOptions options, boolean mustBeNew) {
        try (SyncLease lease = monitor.lease(base, sync, options.waitAtMost());
                Snapshot view = source.engine().snapshot()) {
            if (mustBeNew && !SyncRanges.areEmpty(base.engine(), sync)) {
                throw new SyncException(
                        Kind.ALREADY_EXISTS,
                        "sync " + sync + " is already in " + base.engine().directory());
            }
            return replace(view, parts(source, view, sync, options), lease);
        }
    }

    /** The ranges of a sync that hold anything, once it is sure that the sync may be taken. */
    static List<SyncRange> parts(SyncStore source, Snapshot view, SyncId sync, CompactOptions options) {
        List<SyncRange> parts = SyncRanges.of(sync).stream()
                .filter(part -> !SyncRanges.isEmpty(view, part.range()))
                .toList();
        if (!parts.isEmpty()) {
            requireFinished(source, view, sync, options);
        } else if (options.onEmpty() == OnEmpty.REFUSE) {
            throw new EmptySyncException(sync, source.engine().directory());
        }
        return parts;
    }

    private static void requireFinished(SyncStore source, Snapshot view, SyncId sync, CompactOptions options) {
        Optional<SyncRun> run = SyncRun.find(view, sync);
        if (!options.unfinished() && (run.isEmpty() || !run.get().isFinished())) {
            throw new SyncException(
                    Kind.UNFINISHED,
                    "sync " + sync + " in " + source.engine().directory()
                            + (run.isEmpty() ? " has no run record" : " is not finished"));
        }
    }

    private CompactResult replace(Snapshot view, List<SyncRange> parts, SyncLease lease) {
        try (Replacement replacement = base.engine().begin()) {
            monitor.enter(Phase.STAGE);
            List<BucketCount> counts = stage(view, parts, replacement);
            monitor.check();
            monitor.enter(Phase.COMMIT);
            ReplaceResult replaced = replacement.commit();
            lease.replaced();
            monitor.done();
            return new CompactResult(sync, counts, monitor.times(), replaced);
        }
    }

    /** Copies the ranges that hold anything as they are, several at once, those with the most rows first. */
    private List<BucketCount> stage(Snapshot view, List<SyncRange> parts, Replacement replacement) {
        List<BucketCount> counts = new ArrayList<>();
        List<SyncRange> empty = new ArrayList<>(SyncRanges.of(sync));
        empty.removeAll(parts);
        for (SyncRange part : empty) {
            replacement.empty(part.range());
            counts.add(new BucketCount(part.bucket(), 0, 0));
        }
        RowEstimate estimate = RowEstimate.of(view, sync);
        if (estimate.isKnown()) {
            monitor.expect(parts.stream()
                    .mapToLong(part -> estimate.rows(part.bucket()))
                    .sum());
        }
        SyncStaging staging = new SyncStaging(replacement, sync, settings.threads(), settings.sliceRecords(), monitor);
        parts.stream()
                .sorted(Comparator.comparingLong((SyncRange part) -> -estimate.rows(part.bucket())))
                .forEach(part -> staging.submit(() -> copy(view, part, staging, estimate)));
        counts.addAll(staging.await());
        counts.sort(Comparator.comparing(BucketCount::bucket));
        return List.copyOf(counts);
    }

    private void copy(Snapshot view, SyncRange part, SyncStaging staging, RowEstimate estimate) {
        try (Cursor rows = view.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
            long records = staging.fill(part.bucket(), rows);
            monitor.expectMore(records - estimate.rows(part.bucket()));
        }
    }
}
