package io.inlay.sync.retain;

import io.inlay.engine.Reclaim;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the syncs of a store go that a policy does not keep: all of them in one replacement of their ranges, 14 for each, so
 * that every reader sees all of them or none, also after a crash at any instant. They are held from before the decision is
 * made final to the end of the commit; handles on them are stale afterwards, and readers keep what they see. Safe for many
 * threads at once.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Comparator<SyncRun> OLDEST_FIRST = Comparator.comparing(
                    (SyncRun run) -> run.startedAt().orElse(Instant.MIN))
            .thenComparing(SyncRun::id);

    private final SyncStore store;
    private final RetentionPolicy policy;

    /** Retention in a store by a policy. */
    public Retention(SyncStore store, RetentionPolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    /**
     * What would become of each sync as the store stands. Syncs come in the order of their starts, those without a start
     * first, and of equal starts in the order of their ids. Rows without a run record are no sync and are left alone; {@link
     * SyncStore#drop} removes them.
     *
     * @throws SyncException NOT_FOUND when a named sync is not in the store; CORRUPT when a run record is damaged
     * @throws io.inlay.engine.EngineException as the engine's reads
     */
    public RetentionPlan plan() {
        return plan(Set.of());
    }

    private RetentionPlan plan(Set<SyncId> own) {
        // Before the runs are read: what a call that ends in between has made of a sync is then seen.
        Set<SyncId> held = new HashSet<>(store.leased());
        held.removeAll(own);
        List<SyncRun> runs = store.runs().stream().sorted(OLDEST_FIRST).toList();
        return policy.choose(runs, held);
    }

    /**
     * Plans and applies, and does so anew when the store changes in between.
     *
     * @throws SyncException as {@link #plan}; CANCELLED; TIMED_OUT. The store is as it was
     * @throws io.inlay.engine.EngineException as {@link io.inlay.engine.Engine#begin} and {@link Replacement#commit}
     */
    public RetentionResult run(WorkControl control) {
        WorkMonitor monitor = WorkMonitor.start(control, Phase.CHECK);
        while (true) {
            try {
                return apply(plan(), monitor);
            } catch (SyncException e) {
                if (e.kind() != Kind.BUSY && e.kind() != Kind.STALE) {
                    throw e;
                }
                monitor.check();
            }
        }
    }

    /**
     * Applies a plan. Afterwards the engine is asked for the disk space; the control ends that work silently.
     *
     * @throws SyncException STALE when a sync that was to go would stay by now, or is gone; BUSY when a call holds one of
     *     them; CANCELLED; TIMED_OUT. The store is as it was
     * @throws io.inlay.engine.EngineException as {@link io.inlay.engine.Engine#begin} and {@link Replacement#commit}
     */
    public RetentionResult apply(RetentionPlan plan, WorkControl control) {
        return apply(plan, WorkMonitor.start(control, Phase.CHECK));
    }

    private RetentionResult apply(RetentionPlan plan, WorkMonitor monitor) {
        Set<SyncId> dropped = plan.dropped();
        if (dropped.isEmpty()) {
            monitor.done();
            return new RetentionResult(plan, Optional.empty(), Optional.empty(), monitor.times());
        }
        ReplaceResult replaced;
        try (SyncLease lease = store.lease(dropped, Duration.ZERO)) {
            requireStillDropped(dropped);
            replaced = drop(dropped, lease, monitor);
        }
        return new RetentionResult(plan, Optional.of(replaced), reclaim(dropped, monitor), monitor.times());
    }

    private void requireStillDropped(Set<SyncId> dropped) {
        Set<SyncId> kept = new HashSet<>(dropped);
        kept.removeAll(plan(dropped).dropped());
        if (!kept.isEmpty()) {
            throw new SyncException(
                    Kind.STALE,
                    "the store has changed since the plan was made: sync "
                            + kept.iterator().next() + " is gone or would stay now; plan anew");
        }
    }

    private ReplaceResult drop(Set<SyncId> syncs, SyncLease lease, WorkMonitor monitor) {
        try (Replacement replacement = store.engine().begin()) {
            monitor.enter(Phase.STAGE);
            for (SyncId sync : syncs) {
                SyncRanges.of(sync).forEach(part -> replacement.empty(part.range()));
            }
            monitor.check();
            monitor.enter(Phase.COMMIT);
            ReplaceResult replaced = replacement.commit();
            lease.replaced();
            monitor.done();
            return replaced;
        }
    }

    /** The syncs are gone by now, so a failure is not one of the call. */
    private Optional<Boolean> reclaim(Set<SyncId> syncs, WorkMonitor monitor) {
        Optional<Reclaim> reclaim = store.engine().find(Reclaim.class);
        if (reclaim.isEmpty()) {
            return Optional.empty();
        }
        try {
            for (SyncId sync : syncs) {
                for (SyncRange part : SyncRanges.of(sync)) {
                    if (!reclaim.get().run(part.range(), monitor::mustStop)) {
                        return Optional.of(false);
                    }
                }
            }
            return Optional.of(true);
        } catch (RuntimeException e) {
            LOG.warn("the space of dropped syncs was not given back", e);
            return Optional.of(false);
        }
    }
}
