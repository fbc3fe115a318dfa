package io.inlay.sync;

import com.google.common.collect.MapMaker;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Reader;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The syncs in one engine. It owns no resource: closing the engine is its caller's affair, and afterwards every call gets
 * the engine's CLOSED. Safe for many threads at once.
 */
public final class SyncStore {
    // Compares engines by identity and keeps neither side in memory. A store is kept by its handles and leases.
    private static final Map<Engine, SyncStore> STORES =
            new MapMaker().weakKeys().weakValues().makeMap();

    private static final Clock CLOCK = Clock.systemUTC();

    private final Engine engine;
    private final LeaseTable leases = new LeaseTable();

    private SyncStore(Engine engine) {
        this.engine = engine;
    }

    /**
     * The store of an engine, always the same one for the same engine object. An engine that wraps another is an engine
     * of its own: open the store of one of them only. The layout stamp is checked, and written, durably, where the engine
     * holds nothing of this layout and is not read-only.
     *
     * @throws io.inlay.engine.EngineException INCOMPATIBLE when the engine holds keys of another layout, or without a
     *     stamp; CLOSED; FULL
     */
    public static SyncStore open(Engine engine) {
        return STORES.computeIfAbsent(engine, SyncStore::checked);
    }

    private static SyncStore checked(Engine engine) {
        Layout.require(engine);
        return new SyncStore(engine);
    }

    /** The engine that holds the syncs. */
    public Engine engine() {
        return engine;
    }

    /**
     * Takes the right to write or replace syncs, whether they exist or not: all of them together or none. An interrupt
     * does not end the wait; the flag is still set on return.
     *
     * @param syncs at least one
     * @param waitAtMost how long to wait for other holders; zero refuses at once
     * @throws SyncException BUSY when another call holds one of them for longer than that; INVALID for no sync or a
     *     negative wait
     */
    public SyncLease lease(Set<SyncId> syncs, Duration waitAtMost) {
        if (syncs.isEmpty() || waitAtMost.isNegative()) {
            throw new SyncException(
                    SyncException.Kind.INVALID,
                    "a lease is of at least one sync with a wait of zero or more, not of " + syncs.size() + " with "
                            + waitAtMost);
        }
        Set<SyncId> own = Set.copyOf(syncs);
        leases.acquire(own, waitAtMost);
        return new SyncLease(this, own);
    }

    /** The syncs that a call holds or waits for, at this moment; unmodifiable. */
    public Set<SyncId> leased() {
        return leases.requested();
    }

    /**
     * Starts a sync. Its run record is durable on return.
     *
     * @return the handle by which it is written
     * @throws SyncException ALREADY_EXISTS when the store holds anything of a sync of that id; INVALID for a start that no
     *     record or id can hold; BUSY
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public OpenSync start(NewSync request) {
        SyncRun run = request.run(CLOCK);
        try (SyncLease lease = lease(Set.of(run.id()), OpenSync.WAIT)) {
            return start(run);
        }
    }

    private OpenSync start(SyncRun run) {
        requireAbsent(engine, run.id());
        write(run.record(), run.id());
        return new OpenSync(this, run, CLOCK, true);
    }

    /**
     * Takes up an unfinished sync where its last checkpoint left it; an earlier handle on it gets STALE.
     *
     * @throws SyncException NOT_FOUND; FINISHED; BUSY; CORRUPT when its run record is damaged
     * @throws io.inlay.engine.EngineException as the engine's reads
     */
    public OpenSync resume(SyncId id) {
        try (SyncLease lease = lease(Set.of(id), OpenSync.WAIT)) {
            return resume(SyncRun.get(engine, id));
        }
    }

    private OpenSync resume(SyncRun run) {
        if (run.isFinished()) {
            throw new SyncException(
                    SyncException.Kind.FINISHED,
                    "sync " + run.id() + " was finished at " + run.endedAt().orElseThrow() + " and cannot be resumed");
        }
        return new OpenSync(this, run, CLOCK, false);
    }

    /**
     * Takes up the sync of the request's id, as {@link #resume}, if the store has one; otherwise, and for a request without
     * an id, starts one, as {@link #start}. {@link OpenSync#isResumed} tells which.
     *
     * @param request of a sync that is taken up only the id counts
     * @throws SyncException as these two
     * @throws io.inlay.engine.EngineException as these two
     */
    public OpenSync startOrResume(NewSync request) {
        Instant startedAt = request.start(CLOCK);
        SyncId id = request.id(startedAt);
        try (SyncLease lease = lease(Set.of(id), OpenSync.WAIT)) {
            Optional<SyncRun> run = SyncRun.find(engine, id);
            return run.isPresent() ? resume(run.get()) : start(request.run(id, startedAt));
        }
    }

    /**
     * Removes a sync, finished or not, with everything the store holds of it, in one atomic and durable step; where only
     * rows without a run record are left of it, these. Handles on it are stale afterwards, readers keep what they see.
     *
     * @throws SyncException BUSY when another call holds the sync; NOT_FOUND when the store holds nothing of it
     * @throws io.inlay.engine.EngineException as {@link Engine#begin} and {@link Replacement#commit}
     */
    public ReplaceResult drop(SyncId id) {
        try (SyncLease lease = lease(Set.of(id), Duration.ZERO)) {
            if (SyncRanges.areEmpty(engine, id)) {
                throw new SyncException(SyncException.Kind.NOT_FOUND, "there is no sync " + id);
            }
            try (Replacement replacement = engine.begin()) {
                SyncRanges.of(id).forEach(part -> replacement.empty(part.range()));
                ReplaceResult dropped = replacement.commit();
                lease.replaced();
                return dropped;
            }
        }
    }

    /**
     * Opens a sync, finished or not, for reading, as it is now. To be closed.
     *
     * @throws SyncException NOT_FOUND; CORRUPT when its run record is damaged
     * @throws io.inlay.engine.EngineException as {@link Engine#snapshot} and its reads
     */
    public SyncReader read(SyncId id) {
        Snapshot snapshot = engine.snapshot();
        try {
            return SyncReader.owning(snapshot, SyncRun.get(snapshot, id));
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /** The run of a sync, as {@link SyncRun#find}. */
    public Optional<SyncRun> find(SyncId id) {
        return SyncRun.find(engine, id);
    }

    /** The runs of all syncs, as {@link SyncRun#all}. */
    public List<SyncRun> runs() {
        return SyncRun.all(engine);
    }

    /**
     * The finished sync that ended last; of several that ended at once the one of the greatest id.
     *
     * @param types the types that count; none means all
     */
    public Optional<SyncRun> latestFinished(SyncType... types) {
        return runs().stream()
                .filter(run -> run.endedAt().isPresent() && isOneOf(run, types))
                .max(Comparator.comparing((SyncRun run) -> run.endedAt().orElseThrow())
                        .thenComparing(SyncRun::id));
    }

    /**
     * The unfinished sync that started last; of several that started at once the one of the greatest id.
     *
     * @param notBefore the earliest start that counts; a sync without a start does not count
     * @param types the types that count; none means all
     */
    public Optional<SyncRun> latestUnfinished(Instant notBefore, SyncType... types) {
        return runs().stream()
                .filter(run -> !run.isFinished() && isOneOf(run, types))
                .filter(run -> run.startedAt()
                        .filter(start -> !start.isBefore(notBefore))
                        .isPresent())
                .max(Comparator.comparing((SyncRun run) -> run.startedAt().orElseThrow())
                        .thenComparing(SyncRun::id));
    }

    /**
     * The sync for a reader who names none: the latest finished one, or else the latest unfinished one.
     *
     * @param notBefore the earliest start of an unfinished sync that counts
     * @param types the types that count; none means all
     */
    public Optional<SyncRun> latest(Instant notBefore, SyncType... types) {
        return latestFinished(types).or(() -> latestUnfinished(notBefore, types));
    }

    /**
     * The statistics of a sync: those stored with its end, or counted now.
     *
     * @throws SyncException NOT_FOUND; CORRUPT when a record is damaged
     * @throws io.inlay.engine.EngineException as the engine's reads
     */
    public SyncStatsRecord stats(SyncId id) {
        try (SyncReader reader = read(id)) {
            return reader.stats();
        }
    }

    /**
     * Notes of a sync, finished or not, that diffs can be made from it. Durable on return.
     *
     * @throws SyncException NOT_FOUND; BUSY; CORRUPT when its run record is damaged
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public void markSupportsDiff(SyncId id) {
        amend(id, run -> run.setSupportsDiff(true));
    }

    /**
     * Notes of a sync, finished or not, that it is one half of a diff. Durable on return.
     *
     * @param partner the other half; it need not be in the store
     * @throws SyncException NOT_FOUND; BUSY; CORRUPT when its run record is damaged
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public void link(SyncId id, SyncId partner) {
        amend(id, run -> run.setLinkedSyncId(partner.toString()));
    }

    private void amend(SyncId id, UnaryOperator<SyncRunRecord.Builder> change) {
        try (SyncLease lease = lease(Set.of(id), OpenSync.WAIT)) {
            write(change.apply(SyncRun.get(engine, id).record().toBuilder()).build(), id);
        }
    }

    private void write(SyncRunRecord run, SyncId id) {
        engine.write(new Batch().put(Bucket.SYNC_RUN.key(id), RecordType.SYNC_RUN.encode(run)), Durability.SYNC);
    }

    /**
     * Checks that a reader sees nothing of a sync.
     *
     * @throws SyncException ALREADY_EXISTS
     */
    public static void requireAbsent(Reader reader, SyncId id) {
        if (SyncRun.find(reader, id).isPresent()) {
            throw new SyncException(SyncException.Kind.ALREADY_EXISTS, "there is a sync " + id + " already");
        }
        if (!SyncRanges.areEmpty(reader, id)) {
            throw new SyncException(
                    SyncException.Kind.ALREADY_EXISTS,
                    "there is no sync " + id + ", but the store holds rows of it; dropping it removes them");
        }
    }

    private static boolean isOneOf(SyncRun run, SyncType... types) {
        return types.length == 0 || List.of(types).contains(run.type());
    }

    LeaseTable leases() {
        return leases;
    }
}
