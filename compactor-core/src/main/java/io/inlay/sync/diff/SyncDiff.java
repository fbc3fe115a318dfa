package io.inlay.sync.diff;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.MalformedKeyException;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.key.Tuple;
import io.inlay.sync.record.MalformedRecordException;
import io.inlay.sync.record.RecordType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A position in the records that two syncs have not in common, kind by kind in the order of their buckets, each kind in the
 * order of its keys. Both syncs are read as they were when it was opened, each store through one snapshot, and each record
 * once; memory does not grow with them. A diff that fails throws, and throws the same failure at every later call of {@link
 * #next}: a false from it always means the end. For one thread at a time, to be closed.
 *
 * <p>Records of one identity are the same when their stored bytes are, fields that this version does not know included;
 * of assets, which hold the id of their sync, without it. Index rows, run records and statistics are not compared.
 */
public final class SyncDiff implements AutoCloseable {
    private static final int CHECK_EVERY = 1024;

    private final Side before;
    private final Side after;
    private final List<Snapshot> snapshots;
    private final WorkMonitor monitor;
    private final Iterator<RecordType<?>> types = RecordType.all().stream()
            .filter(type -> type.bucket().elements() > 0)
            .iterator();
    private final Map<Bucket, DiffTally> tallies = new EnumMap<>(Bucket.class);
    private @Nullable RecordType<?> type;
    private @Nullable ChangeKind kind;
    private @Nullable RuntimeException failure;
    private boolean ended;
    private long rows;
    private long bytes;

    private SyncDiff(Side before, Side after, List<Snapshot> snapshots, WorkMonitor monitor) {
        this.before = before;
        this.after = after;
        this.snapshots = snapshots;
        this.monitor = monitor;
    }

    /**
     * Opens a diff, which stands before its first record.
     *
     * @param before where the earlier sync is
     * @param after where the later sync is; may be the same store
     * @throws SyncException INVALID for one sync of one store; NOT_FOUND; UNFINISHED when one of them has no end and the
     *     options do not take it; CORRUPT when a run record is damaged; CANCELLED; TIMED_OUT
     * @throws io.inlay.engine.EngineException as {@link io.inlay.engine.Engine#snapshot} and its reads
     */
    public static SyncDiff open(
            SyncStore before, SyncId beforeSync, SyncStore after, SyncId afterSync, DiffOptions options) {
        if (before.equals(after) && beforeSync.equals(afterSync)) {
            throw new SyncException(
                    Kind.INVALID,
                    "both sides are sync " + beforeSync + " in "
                            + before.engine().directory() + "; a diff is of two syncs");
        }
        WorkMonitor monitor = WorkMonitor.start(options.control(), Phase.CHECK);
        List<Snapshot> snapshots = new ArrayList<>();
        try {
            snapshots.add(before.engine().snapshot());
            if (!before.equals(after)) {
                snapshots.add(after.engine().snapshot());
            }
            Side earlier = side(before, snapshots.get(0), beforeSync, options);
            Side later = side(after, snapshots.get(snapshots.size() - 1), afterSync, options);
            SyncDiff diff = new SyncDiff(earlier, later, snapshots, monitor);
            diff.begin();
            return diff;
        } catch (RuntimeException | Error e) {
            snapshots.forEach(Snapshot::close);
            throw e;
        }
    }

    private static Side side(SyncStore store, Snapshot snapshot, SyncId sync, DiffOptions options) {
        SyncRun run = SyncRun.find(snapshot, sync)
                .orElseThrow(() -> new SyncException(
                        Kind.NOT_FOUND,
                        "there is no sync " + sync + " in " + store.engine().directory()));
        if (!options.unfinished() && !run.isFinished()) {
            throw new SyncException(
                    Kind.UNFINISHED, "sync " + sync + " in " + store.engine().directory() + " is not finished");
        }
        return new Side(snapshot, run.id());
    }

    private void begin() {
        monitor.enter(Phase.COMPARE);
        OptionalLong earlier = before.records();
        OptionalLong later = after.records();
        if (earlier.isPresent() && later.isPresent()) {
            monitor.expect(earlier.getAsLong() + later.getAsLong());
        }
    }

    /**
     * Moves to the next record that differs and tells whether there is one.
     *
     * @throws SyncException CANCELLED; TIMED_OUT
     * @throws io.inlay.engine.EngineException as {@link io.inlay.engine.Cursor#next}; CLOSED after {@link #close}
     */
    public boolean next() {
        if (failure != null) {
            throw failure;
        }
        try {
            pass();
            while (!ended) {
                if (!before.isOnRow() && !after.isOnRow()) {
                    enterNextBucket();
                } else if (compare()) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException e) {
            failure = e;
            kind = null;
            throw e;
        }
    }

    /** Leaves the record that differs. */
    private void pass() {
        if (kind != null && kind != ChangeKind.ADDED) {
            advance(before);
        }
        if (kind != null && kind != ChangeKind.REMOVED) {
            advance(after);
        }
        kind = null;
    }

    private void enterNextBucket() {
        if (!types.hasNext()) {
            ended = true;
            type = null;
            tell();
            monitor.done();
            return;
        }
        type = types.next();
        tallies.put(type.bucket(), new DiffTally());
        before.enter(type.bucket());
        after.enter(type.bucket());
    }

    /** Compares the rows that the sides stand on; tells whether they differ, and passes them if not. */
    private boolean compare() {
        int order = !before.isOnRow() ? 1 : !after.isOnRow() ? -1 : before.compareKey(after);
        if (order == 0 && before.holdsSame(after)) {
            tally().addUnchanged();
            advance(before);
            advance(after);
            return false;
        }
        ChangeKind found = order == 0 ? ChangeKind.CHANGED : order < 0 ? ChangeKind.REMOVED : ChangeKind.ADDED;
        tally().add(found);
        kind = found;
        return true;
    }

    private void advance(Side side) {
        bytes += side.rowBytes();
        if (++rows == CHECK_EVERY) {
            tell();
            monitor.check();
        }
        side.advance();
    }

    private void tell() {
        monitor.took(rows, bytes);
        rows = 0;
        bytes = 0;
    }

    private DiffTally tally() {
        DiffTally tally = tallies.get(type().bucket());
        if (tally == null) {
            throw new AssertionError(type);
        }
        return tally;
    }

    /**
     * How the current record differs.
     *
     * @throws IllegalStateException without a current record, as all that tell of one
     */
    public ChangeKind kind() {
        if (kind == null) {
            throw new IllegalStateException("the diff stands on no record; next() tells whether it does");
        }
        return kind;
    }

    /** The kind of the current record. */
    public RecordType<?> type() {
        if (type == null) {
            throw new IllegalStateException("the diff stands on no record; next() tells whether it does");
        }
        return type;
    }

    /**
     * The identity of the current record: the external id, or type and id of a resource.
     *
     * @throws SyncException CORRUPT when the key is damaged
     */
    public List<String> identity() {
        ByteBuffer key = side(kind()).key();
        Bucket bucket = type().bucket();
        List<String> parts = new ArrayList<>();
        try {
            bucket.check(key);
            int from = key.position() + bucket.tailOffset();
            while (parts.size() < bucket.elements()) {
                parts.add(Tuple.decode(key, from));
                from = Tuple.elementEnd(key, from) + 1;
            }
        } catch (MalformedKeyException e) {
            throw new SyncException(Kind.CORRUPT, "damaged key: " + e.getMessage(), e);
        }
        return List.copyOf(parts);
    }

    private Side side(ChangeKind found) {
        return found == ChangeKind.ADDED ? after : before;
    }

    /**
     * The current record as the earlier sync has it, decoded now; nothing if it was added. It stays valid.
     *
     * @throws SyncException CORRUPT when the record is damaged
     */
    public Optional<MessageLite> before() {
        return kind() == ChangeKind.ADDED ? Optional.empty() : Optional.of(decode(before));
    }

    /**
     * The current record as the later sync has it, decoded now; nothing if it was removed. It stays valid.
     *
     * @throws SyncException CORRUPT when the record is damaged
     */
    public Optional<MessageLite> after() {
        return kind() == ChangeKind.REMOVED ? Optional.empty() : Optional.of(decode(after));
    }

    private MessageLite decode(Side side) {
        try {
            return type().decode(side.value());
        } catch (MalformedRecordException e) {
            throw new SyncException(Kind.CORRUPT, "damaged row " + KeyText.of(side.key()) + ": " + e.getMessage(), e);
        }
    }

    /** What was counted of each kind so far, wholly once {@link #next} gave false; unmodifiable, in the order of buckets. */
    public Map<Bucket, DiffCounts> counts() {
        Map<Bucket, DiffCounts> counts = new EnumMap<>(Bucket.class);
        for (RecordType<?> all : RecordType.all()) {
            if (all.bucket().elements() > 0) {
                DiffTally tally = tallies.getOrDefault(all.bucket(), new DiffTally());
                counts.put(all.bucket(), tally.counts());
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    /** Releases what both syncs were read through. Idempotent; never throws. */
    @Override
    public void close() {
        kind = null;
        before.close();
        after.close();
        snapshots.forEach(Snapshot::close);
    }
}
