package io.inlay.sync.bulk;

import com.google.protobuf.MessageLite;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.InvalidRecordException;
import io.inlay.sync.record.RecordKeys;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.sort.RowSorter;
import io.inlay.sync.sort.RowSource;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole sync on its way into a store: records are given in any order, and {@link #commit} makes them, their index rows,
 * the run record and the statistics the content of the sync in one atomic and durable step. Until then nothing is visible,
 * and {@link #close} without a commit leaves no trace.
 *
 * <p>Equal records fold. One id with two contents, and a record that must not be stored, is an error that names where each
 * was found, and after any error the import cannot be committed. The sync is held from begin to close. Memory does not
 * grow with the number of records. For one thread at a time.
 */
public final class SyncImport implements AutoCloseable {
    private static final int FAN_IN = 64;
    private static final int CHECK_EVERY = 1024;
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final SyncId sync;
    private final SyncRunRecord run;
    private final SyncLease lease;
    private final Replacement replacement;
    private final WorkMonitor monitor;
    private final long maxValueBytes;
    private final RecordKeys recordKeys;
    private final StagedKeys stagedKeys;
    private final Origins origins = new Origins();
    private final RowSorter sorter;
    private ByteBuffer stagedValue = ByteBuffer.allocate(1024);
    private long rows;
    private long collected;
    private long collectedBytes;
    private long told;
    private long toldBytes;
    private boolean over;
    private @Nullable Throwable failure;

    private SyncImport(
            SyncStore store, SyncRunRecord run, ImportOptions options, SyncLease lease, WorkMonitor monitor) {
        this.sync = SyncId.parse(run.getSyncId());
        this.run = run;
        this.lease = lease;
        this.monitor = monitor;
        this.maxValueBytes = store.engine().limits().maxValueBytes();
        this.recordKeys = new RecordKeys(store.engine().limits().maxKeyBytes());
        this.stagedKeys = new StagedKeys(sync);
        this.replacement = store.engine().begin();
        try {
            this.sorter = new RowSorter(options.memoryBytes(), replacement.scratch(), FAN_IN, monitor::check);
            monitor.enter(Phase.COLLECT);
        } catch (RuntimeException | Error e) {
            replacement.close();
            throw e;
        }
    }

    /**
     * Begins an import.
     *
     * @param run the run record: sync id and type are required. With an end the sync is finished, its statistics are written
     *     with that time, and equal records give equal bytes; without one it stays unfinished
     * @throws SyncException INVALID for a run record that must not be stored; ALREADY_EXISTS when the store holds keys of the
     *     sync and the options do not tell to replace it; BUSY; CANCELLED; TIMED_OUT
     * @throws io.inlay.engine.EngineException READ_ONLY; CLOSED; FULL
     */
    public static SyncImport begin(SyncStore store, SyncRunRecord run, ImportOptions options) {
        SyncId sync = check(run);
        WorkMonitor monitor = WorkMonitor.start(options.control(), Phase.CHECK);
        SyncLease lease = monitor.lease(store, sync, options.waitAtMost());
        try {
            if (!options.replace() && !SyncRanges.areEmpty(store.engine(), sync)) {
                throw new SyncException(
                        Kind.ALREADY_EXISTS,
                        "sync " + sync + " is already in " + store.engine().directory());
            }
            return new SyncImport(store, run, options, lease, monitor);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    private static SyncId check(SyncRunRecord run) {
        SyncId sync;
        try {
            sync = SyncId.parse(run.getSyncId());
            RecordType.SYNC_RUN.check(sync, run);
        } catch (IllegalArgumentException e) {
            throw new SyncException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
        if (run.getType() == SyncType.SYNC_TYPE_UNSPECIFIED || run.getType() == SyncType.UNRECOGNIZED) {
            throw new SyncException(Kind.INVALID, "the run record of sync " + sync + " has no known type");
        }
        return sync;
    }

    /** Names the file or other source of the records that follow, for messages. */
    public void from(String source) {
        origins.from(source);
    }

    /** Adds a resource type; see {@link #add(GrantRecord, long)}. */
    public void add(ResourceTypeRecord type, long line) {
        add(RecordType.RESOURCE_TYPE, type, line);
    }

    /** Adds a resource; see {@link #add(GrantRecord, long)}. */
    public void add(ResourceRecord resource, long line) {
        add(RecordType.RESOURCE, resource, line);
    }

    /** Adds an entitlement; see {@link #add(GrantRecord, long)}. */
    public void add(EntitlementRecord entitlement, long line) {
        add(RecordType.ENTITLEMENT, entitlement, line);
    }

    /**
     * Adds a grant.
     *
     * @param line where in the source it was found, for messages
     * @throws SyncException INVALID for a record that must not be stored, naming where it was found; CANCELLED; TIMED_OUT
     * @throws io.inlay.engine.EngineException FULL; CLOSED
     */
    public void add(GrantRecord grant, long line) {
        add(RecordType.GRANT, grant, line);
    }

    /** Adds an asset, which is given the sync's id if it has none; see {@link #add(GrantRecord, long)}. */
    public void add(AssetRecord asset, long line) {
        AssetRecord owned = asset.getSyncId().isEmpty()
                ? asset.toBuilder().setSyncId(sync.toString()).build()
                : asset;
        add(RecordType.ASSET, owned, line);
    }

    private <M extends MessageLite> void add(RecordType<M> type, M record, long line) {
        requireUsable();
        long origin = origins.of(line);
        try {
            byte[] content = type.encode(record);
            requireLength(content.length, origin);
            ByteBuffer key = recordKeys.primary(type, sync, record);
            addRow(type.bucket(), key, withOrigin(origin, content));
            recordKeys.indexRows(type, sync, record, this::addIndexRow);
            collected++;
            collectedBytes += content.length;
            if (collected % CHECK_EVERY == 0) {
                tellCollected();
            }
        } catch (InvalidRecordException e) {
            failure = e;
            throw new SyncException(Kind.INVALID, origins.describe(origin) + ": " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    private void requireUsable() {
        if (over) {
            throw new SyncException(Kind.INVALID, "the import of sync " + sync + " is over");
        }
        if (failure != null) {
            throw new SyncException(
                    Kind.INVALID, "the import of sync " + sync + " failed before: " + failure.getMessage(), failure);
        }
    }

    private void requireLength(int valueBytes, long origin) {
        if (valueBytes > maxValueBytes) {
            throw new SyncException(
                    Kind.INVALID,
                    origins.describe(origin) + ": the record has " + valueBytes + " bytes, the limit is "
                            + maxValueBytes);
        }
    }

    private ByteBuffer withOrigin(long origin, byte[] content) {
        int length = Origins.BYTES + content.length;
        if (stagedValue.capacity() < length) {
            stagedValue = ByteBuffer.allocate(length);
        }
        return stagedValue.clear().putLong(origin).put(content).flip();
    }

    private void addIndexRow(Bucket index, ByteBuffer key) {
        addRow(index, key, NO_VALUE);
    }

    private void addRow(Bucket bucket, ByteBuffer key, ByteBuffer value) {
        sorter.add(stagedKeys.stage(bucket, key), value);
        rows++;
    }

    private void tellCollected() {
        monitor.check();
        monitor.took(collected - told, collectedBytes - toldBytes);
        told = collected;
        toldBytes = collectedBytes;
    }

    /**
     * Makes the records given so far the content of the sync, and ends the import, whether it returns or throws.
     *
     * @throws SyncException INVALID for one id with two contents, naming where both were found, and after an earlier failure;
     *     CANCELLED; TIMED_OUT
     * @throws io.inlay.engine.EngineException as {@link Replacement#commit}
     */
    public ImportResult commit() {
        requireUsable();
        over = true;
        try {
            tellCollected();
            monitor.enter(Phase.STAGE);
            monitor.expect(rows);
            FinalRows finalRows;
            List<BucketCount> buckets;
            try (RowSource sorted = sorter.sorted()) {
                finalRows = new FinalRows(sorted, stagedKeys, origins);
                buckets = new RunStager(replacement, sync, run, monitor).stage(finalRows);
            }
            monitor.check();
            monitor.enter(Phase.COMMIT);
            ReplaceResult replaced = replacement.commit();
            lease.replaced();
            monitor.done();
            return new ImportResult(
                    sync,
                    buckets,
                    finalRows.folded(),
                    sorter.files(),
                    sorter.spilledBytes(),
                    monitor.times(),
                    replaced);
        } finally {
            close();
        }
    }

    /** Ends the import; without a commit nothing of it stays. Idempotent; never throws. */
    @Override
    public void close() {
        over = true;
        replacement.close();
        lease.close();
    }
}
