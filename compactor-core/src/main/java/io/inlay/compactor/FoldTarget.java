package io.inlay.compactor;

import io.inlay.compactor.merge.MergeInput;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Sizes;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStats;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncTypes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sync that others are folded into, as it stands before. Reads a snapshot that is its opener's to close. */
final class FoldTarget {
    private final Snapshot view;
    private final @Nullable Sizes sizes;
    private final SyncRun run;
    private final String name;
    private final Optional<SyncStatsRecord> stats;
    private final Optional<StatsTally> counts;

    /**
     * Reads and checks it.
     *
     * @throws SyncException NOT_FOUND; UNFINISHED; INVALID for a diff or an unknown type; CORRUPT for a damaged run record
     */
    FoldTarget(SyncStore base, Snapshot view, SyncId sync) {
        this.view = view;
        this.sizes = base.engine().find(Sizes.class).orElse(null);
        this.name = "sync " + sync + " in " + base.engine().directory();
        this.run = SyncRun.find(view, sync).orElseThrow(() -> refuse(Kind.NOT_FOUND, "is not there"));
        if (!SyncTypes.isCompactable(run.type())) {
            throw refuse(
                    Kind.INVALID,
                    "is of type \"" + SyncTypes.text(run.type())
                            + "\"; syncs are folded into full, partial and resources_only ones");
        }
        if (!run.isFinished()) {
            throw refuse(Kind.UNFINISHED, "is not finished; syncs are folded into a finished one");
        }
        this.stats = SyncStats.findSound(view, sync); // damaged ones are made anew
        this.counts = stats.flatMap(StatsTally::of);
    }

    private SyncException refuse(Kind kind, String what) {
        return new SyncException(kind, "the base, " + name + ", " + what);
    }

    SyncRun run() {
        return run;
    }

    MergeInput input() {
        return new MergeInput(view, run.id(), name, sizes);
    }

    /** Whether its statistics tell how many records it holds. */
    boolean isCounted() {
        return counts.isPresent();
    }

    /** What it holds, by its statistics or counted; the caller's to change. */
    StatsTally counts() {
        StatsTally own = new StatsTally();
        own.addAll(counts.orElseGet(() -> SyncStats.count(view, run.id())));
        return own;
    }

    /** Counts its assets. */
    void countAssets(StatsTally tally) {
        try (Cursor assets = view.cursor(SyncRanges.of(Bucket.ASSET, run.id()), Direction.FORWARD, Access.SCAN)) {
            while (assets.next()) {
                tally.add(Bucket.ASSET, assets.value());
            }
        }
    }

    /** The statistics of new counts; the old ones, with the time they were written at, if the counts are the same. */
    SyncStatsRecord stats(StatsTally tally, Instant now) {
        SyncStatsRecord counted = tally.toRecord(run.id(), now);
        return stats.filter(SyncStatsRecord::hasWrittenAt)
                .filter(old -> old.equals(
                        counted.toBuilder().setWrittenAt(old.getWrittenAt()).build()))
                .orElse(counted);
    }

    /** The value stored under its key in a bucket that has one row of it. */
    byte[] stored(Bucket bucket) {
        byte[] value = view.get(bucket.key(run.id()));
        return value == null ? new byte[0] : value;
    }
}
