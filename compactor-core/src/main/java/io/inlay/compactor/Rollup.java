package io.inlay.compactor;

import io.inlay.engine.Reader;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Several compactions in a row. For one use. */
final class Rollup {
    private final Compactor compactor;
    private final SyncStore base;
    private final SyncStore source;
    private final List<SyncId> syncs;
    private final CompactOptions options;
    private final long start = System.nanoTime();
    private final List<CompactResult> compacted = new ArrayList<>();
    private final List<SyncId> skipped = new ArrayList<>();

    Rollup(Compactor compactor, SyncStore base, SyncStore source, List<SyncId> syncs, CompactOptions options) {
        this.compactor = compactor;
        this.base = base;
        this.source = source;
        this.syncs = syncs;
        this.options = options;
    }

    RollupResult run() {
        requireList();
        check();
        for (SyncId sync : syncs) {
            try {
                take(sync);
            } catch (RuntimeException e) {
                if (compacted.isEmpty()) {
                    throw e;
                }
                RollupResult done = new RollupResult(compacted, skipped);
                throw new RollupException(done, sync, syncs.size() - compacted.size() - skipped.size(), e);
            }
        }
        return new RollupResult(compacted, skipped);
    }

    private void requireList() {
        if (syncs.isEmpty()) {
            throw new SyncException(Kind.INVALID, "a rollup is of at least one sync, and none is given");
        }
        Set<SyncId> seen = new HashSet<>();
        for (SyncId sync : syncs) {
            if (!seen.add(sync)) {
                throw new SyncException(Kind.INVALID, "sync " + sync + " is given twice; a rollup takes each once");
            }
        }
    }

    /** Refuses what no compaction would take, before the first is made. */
    private void check() {
        WorkMonitor monitor = WorkMonitor.start(options.control(), Phase.CHECK);
        try (Snapshot view = source.engine().snapshot()) {
            for (SyncId sync : syncs) {
                monitor.check();
                CompactJob.parts(source, view, sync, options);
            }
        }
    }

    private void take(SyncId sync) {
        CompactOptions rest = options.withControl(restOf(options.control()));
        WorkMonitor.start(rest.control(), Phase.CHECK);
        if (isInBase(sync)) {
            skipped.add(sync);
        } else {
            compacted.add(compactor.compact(source, sync, rest));
        }
    }

    private WorkControl restOf(WorkControl control) {
        return control.budget()
                .map(budget -> budget.minusNanos(System.nanoTime() - start))
                .map(left -> control.withBudget(left.isNegative() ? Duration.ZERO : left))
                .orElse(control);
    }

    /** Only a finished sync has statistics, and only of a finished one do they and the run record tell that all is there. */
    private boolean isInBase(SyncId sync) {
        return isSame(Bucket.STATS.key(sync)) && isSame(Bucket.SYNC_RUN.key(sync));
    }

    private boolean isSame(byte[] key) {
        Reader from = source.engine();
        byte[] value = from.get(key);
        return value != null && Arrays.equals(value, base.engine().get(key));
    }
}
