package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A sync being written. Every call is one atomic batch, with all index rows in it; records that are stored already, byte
 * for byte, write nothing. What calls wrote survives a kill of the process; after a power loss it is there up to some
 * call, and wholly once {@link #checkpoint} or {@link #finish} has returned.
 *
 * <p>A sync has one handle: resuming it takes it over, replacing it supersedes it, and the earlier handle gets STALE.
 * Calls by several threads run one after the other; they wait for each other, and for whoever else leases the sync, for
 * {@link #WAIT} unless {@link #waitAtMost} says otherwise, and then get BUSY. Not to be closed: an abandoned handle holds
 * nothing.
 */
public final class OpenSync {
    /** How long calls wait for other holders of the sync unless told otherwise: one minute. */
    public static final Duration WAIT = Duration.ofMinutes(1);

    private final SyncStore store;
    private final Engine engine;
    private final SyncId id;
    private final Clock clock;
    private final long generation;
    private final boolean resumed;
    private final FreshKeys keys;

    private volatile Duration wait = WAIT;
    private volatile String token;
    private volatile boolean finished;

    /**
     * Takes the sync over.
     *
     * @param fresh whether the sync is known to hold no records
     */
    OpenSync(SyncStore store, SyncRun run, Clock clock, boolean fresh) {
        this.store = store;
        this.engine = store.engine();
        this.id = run.id();
        this.clock = clock;
        this.token = run.token();
        this.generation = store.leases().supersede(id);
        this.resumed = !fresh;
        this.keys = new FreshKeys(fresh);
    }

    /** The sync. */
    public SyncId id() {
        return id;
    }

    /** Whether the sync was there before this handle on it. */
    public boolean isResumed() {
        return resumed;
    }

    /** The resume state of the last checkpoint, also that of an earlier handle; empty if there was none. */
    public String token() {
        return token;
    }

    /**
     * Sets how long calls wait for other holders of the sync; zero refuses at once.
     *
     * @throws SyncException INVALID for a negative time
     */
    public OpenSync waitAtMost(Duration time) {
        if (time.isNegative()) {
            throw new SyncException(SyncException.Kind.INVALID, "a wait is zero or more, not " + time);
        }
        wait = time;
        return this;
    }

    /** Puts resource types, as {@link #put}. */
    public int putResourceTypes(Collection<ResourceTypeRecord> records) {
        return put(RecordType.RESOURCE_TYPE, records);
    }

    /** Puts resources, as {@link #put}. */
    public int putResources(Collection<ResourceRecord> records) {
        return put(RecordType.RESOURCE, records);
    }

    /** Puts entitlements, as {@link #put}. */
    public int putEntitlements(Collection<EntitlementRecord> records) {
        return put(RecordType.ENTITLEMENT, records);
    }

    /** Puts grants, as {@link #put}. */
    public int putGrants(Collection<GrantRecord> records) {
        return put(RecordType.GRANT, records);
    }

    /** Puts assets, as {@link #put}; one without a sync id gets this sync's. */
    public int putAssets(Collection<AssetRecord> records) {
        RecordWrites.requireRecords(records);
        return put(RecordType.ASSET, records.stream().map(this::owned).toList());
    }

    /**
     * Puts records, replacing those of the same identity; of several with one identity in the call the last counts. A record
     * that is stored already, byte for byte, writes nothing, so an index row of it that is missing stays missing: {@link
     * SyncVerifier} finds that, and deleting the record and putting it again restores the row.
     *
     * @param type any kind but runs and statistics
     * @return how many records differ from what was stored
     * @throws SyncException INVALID for a record that must not be stored, naming it and its field, and for a null one, naming
     *     its place; BUSY; STALE; FINISHED; CORRUPT when the record to be replaced is damaged
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public <M extends MessageLite> int put(RecordType<M> type, Collection<? extends M> records) {
        requireRecords(type);
        return exclusively(() -> {
            RecordWrites<M> writes = writes(type);
            int changed = writes.put(records);
            write(type.bucket(), writes);
            return changed;
        });
    }

    /**
     * Puts records in their order, each only if none of its identity is there or its discovered_at is strictly later than
     * that of the one there. A record without that time replaces none; one with it replaces one without. Several records
     * of one identity in the call are held against each other by the same rule.
     *
     * @param type resource types, resources, entitlements or grants
     * @return how many records differ from what was stored
     * @throws SyncException as {@link #put}
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public <M extends MessageLite> int putIfNewer(RecordType<M> type, Collection<? extends M> records) {
        requireRecords(type);
        if (type == RecordType.ASSET) {
            throw new SyncException(SyncException.Kind.INVALID, "assets are put whatever their age; use put");
        }
        return exclusively(() -> {
            RecordWrites<M> writes = writes(type);
            int changed = writes.putIfNewer(records);
            write(type.bucket(), writes);
            return changed;
        });
    }

    /**
     * Puts grants that an expansion gave. One that is stored already keeps its expansion, whether it still needs to be
     * expanded, and when it was seen; everything else becomes what is given. Grants that then have no such time are seen now.
     *
     * @return how many records differ from what was stored
     * @throws SyncException as {@link #put}
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public int storeExpanded(Collection<GrantRecord> grants) {
        return exclusively(() -> {
            RecordWrites<GrantRecord> writes = writes(RecordType.GRANT);
            int changed = writes.put(grants, new Expanded(clock.instant()));
            write(Bucket.GRANT, writes);
            return changed;
        });
    }

    /**
     * Deletes a record with its index rows; what refers to it stays.
     *
     * @param type any kind but runs and statistics
     * @param identity the parts of its identity: the external id, or type and id of a resource
     * @return whether it was there
     * @throws SyncException INVALID for a wrong number of parts; BUSY; STALE; FINISHED; CORRUPT when the record is damaged
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public boolean delete(RecordType<?> type, String... identity) {
        requireRecords(type);
        byte[] key = Stored.key(type, id, identity);
        return exclusively(() -> {
            RecordWrites<?> writes = writes(type);
            boolean there = writes.delete(key);
            write(type.bucket(), writes);
            return there;
        });
    }

    /**
     * Notes how far the sync has come, durably together with everything written before.
     *
     * @param newToken the resume state, whose form is the caller's
     * @throws SyncException INVALID for a token that is no text; BUSY; STALE; FINISHED
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public void checkpoint(String newToken) {
        requireText(newToken);
        exclusively(() -> {
            SyncRunRecord run = SyncRun.get(engine, id).record().toBuilder()
                    .setSyncToken(newToken)
                    .build();
            engine.write(new Batch().put(Bucket.SYNC_RUN.key(id), RecordType.SYNC_RUN.encode(run)), Durability.SYNC);
            token = newToken;
            return run;
        });
    }

    /** Finishes the sync now, or at its start should the clock have gone back since; otherwise as {@link #finish(Instant)}. */
    public SyncRun finish() {
        return finishAt(start -> {
            Instant now = clock.instant();
            return now.isBefore(start) ? start : now;
        });
    }

    /**
     * Finishes the sync: counts it, and writes statistics and end together, durably, after everything they vouch for.
     * Afterwards the handle takes no more calls.
     *
     * @param endedAt not before the start
     * @throws SyncException INVALID for an end before the start or after the year 9999; BUSY; STALE; FINISHED; CORRUPT
     *     when a record is damaged
     * @throws io.inlay.engine.EngineException as {@link Engine#write}
     */
    public SyncRun finish(Instant endedAt) {
        return finishAt(start -> endedAt);
    }

    private SyncRun finishAt(UnaryOperator<Instant> end) {
        return exclusively(() -> {
            SyncRun run = SyncRun.get(engine, id);
            Instant start = run.startedAt().orElse(Instant.EPOCH);
            Instant endedAt = end.apply(start);
            if (run.startedAt().isPresent() && endedAt.isBefore(start)) {
                throw new SyncException(
                        SyncException.Kind.INVALID,
                        "sync " + id + " started at " + start + " and cannot end at " + endedAt);
            }
            SyncRunRecord ended = run.record().toBuilder()
                    .setEndedAt(SyncRun.timestamp(endedAt))
                    .build();
            engine.write(
                    new Batch()
                            .put(Bucket.STATS.key(id), RecordType.STATS.encode(counted(endedAt)))
                            .put(Bucket.SYNC_RUN.key(id), RecordType.SYNC_RUN.encode(ended)),
                    Durability.SYNC);
            finished = true;
            return new SyncRun(id, ended);
        });
    }

    private SyncStatsRecord counted(Instant at) {
        try (Snapshot snapshot = engine.snapshot()) {
            return SyncStats.count(snapshot, id).toRecord(id, at);
        }
    }

    private AssetRecord owned(AssetRecord asset) {
        return asset.getSyncId().isEmpty()
                ? asset.toBuilder().setSyncId(id.toString()).build()
                : asset;
    }

    private <M extends MessageLite> RecordWrites<M> writes(RecordType<M> type) {
        return new RecordWrites<>(engine, id, type, keys.mayBeStored(type.bucket()));
    }

    private void write(Bucket bucket, RecordWrites<?> writes) {
        Batch batch = writes.batch();
        if (batch.size() == 0) {
            return;
        }
        byte[] greatest = writes.greatest();
        if (greatest != null) {
            keys.putting(bucket, greatest);
        }
        engine.write(batch, Durability.RELAXED);
    }

    private <T> T exclusively(Supplier<T> call) {
        requireOpen();
        try (SyncLease lease = store.lease(Set.of(id), wait)) {
            requireOpen();
            if (store.leases().generation(id) != generation) {
                throw new SyncException(
                        SyncException.Kind.STALE,
                        "sync " + id + " was resumed elsewhere or replaced since this handle on it was made");
            }
            return call.get();
        }
    }

    private void requireOpen() {
        if (finished) {
            throw new SyncException(
                    SyncException.Kind.FINISHED, "sync " + id + " is finished and takes no more writes");
        }
    }

    /** What has no UTF-8 would be stored as something else. */
    private static void requireText(String newToken) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(newToken)) {
            throw new SyncException(
                    SyncException.Kind.INVALID, "a resume token is text, this one holds an unpaired surrogate");
        }
    }

    private static void requireRecords(RecordType<?> type) {
        if (type.bucket().elements() == 0) {
            throw new SyncException(SyncException.Kind.INVALID, "a " + type + " record is written by the store alone");
        }
    }
}
