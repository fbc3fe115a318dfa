package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Batch;
import io.inlay.engine.Engine;
import io.inlay.engine.Keys;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.DiscoveredAt;
import io.inlay.sync.record.FieldScanner;
import io.inlay.sync.record.InvalidRecordException;
import io.inlay.sync.record.MalformedRecordException;
import io.inlay.sync.record.RecordKeys;
import io.inlay.sync.record.RecordType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One call's changes to the records of one kind, gathered into one batch: primaries together with their index rows, only
 * what differs from what is stored. For one thread, under the sync's lease.
 */
final class RecordWrites<M extends MessageLite> {
    private static final byte[] NOTHING = {};

    private final Engine engine;
    private final SyncId sync;
    private final RecordType<M> type;
    private final Predicate<byte[]> mayBeStored;
    private final RecordKeys keys;
    private final RecordKeys storedKeys = new RecordKeys(Integer.MAX_VALUE);
    private final List<Row> rows = new ArrayList<>();
    private byte @Nullable [] greatest;

    /**
     * @param mayBeStored false for a primary key that is known to be absent, so that looking for it is needless
     */
    RecordWrites(Engine engine, SyncId sync, RecordType<M> type, Predicate<byte[]> mayBeStored) {
        this.engine = engine;
        this.sync = sync;
        this.type = type;
        this.mayBeStored = mayBeStored;
        this.keys = new RecordKeys(engine.limits().maxKeyBytes());
    }

    /** What becomes of one row: its new value, or null for none. No two are of one key. */
    private static final class Row {
        final byte[] key;
        final byte @Nullable [] value;

        Row(byte[] key, byte @Nullable [] value) {
            this.key = key;
            this.value = value;
        }
    }

    /** What the call does to one key. */
    private final class Change {
        final byte @Nullable [] stored;

        @Nullable M winner;

        Change(byte[] key) {
            stored = mayBeStored.test(key) ? engine.get(key) : null;
        }
    }

    /** The changes in the order of their keys, the cheapest for an engine to take. */
    Batch batch() {
        rows.sort((a, b) -> Keys.compare(a.key, b.key));
        Batch batch = new Batch();
        for (Row row : rows) {
            byte[] value = row.value;
            if (value == null) {
                batch.delete(row.key);
            } else {
                batch.put(row.key, value);
            }
        }
        return batch;
    }

    /** The greatest primary key that the changes put, or null. */
    byte @Nullable [] greatest() {
        return greatest;
    }

    /** Puts records; of several with one identity the last counts. Returns how many differ from what is stored. */
    int put(Collection<? extends M> records) {
        return write(lastOfEach(records));
    }

    /** What a record takes over from the one stored under its identity. */
    interface TakeOver<M> {
        /** The record to be stored, of the same identity; {@code stored} is null when there is none. */
        M from(@Nullable M stored, M record);
    }

    /** The same, but each record takes over from the one that it replaces. */
    int put(Collection<? extends M> records, TakeOver<M> takeOver) {
        NavigableMap<byte[], Change> changes = lastOfEach(records);
        changes.forEach((key, change) -> {
            byte[] stored = change.stored;
            M replaced = stored == null ? null : Stored.decode(type, ByteBuffer.wrap(key), ByteBuffer.wrap(stored));
            change.winner = takeOver.from(replaced, Objects.requireNonNull(change.winner));
        });
        return write(changes);
    }

    private NavigableMap<byte[], Change> lastOfEach(Collection<? extends M> records) {
        requireRecords(records);
        NavigableMap<byte[], Change> changes = new TreeMap<>(Keys::compare);
        for (M record : records) {
            changes.computeIfAbsent(primaryKey(record), Change::new).winner = record;
        }
        return changes;
    }

    /**
     * Puts records in their order, each only where nothing is stored under its identity or what is stored is older.
     * Returns how many differ from what is stored.
     */
    int putIfNewer(Collection<? extends M> records) {
        requireRecords(records);
        NavigableMap<byte[], Change> changes = new TreeMap<>(Keys::compare);
        for (M record : records) {
            byte[] key = primaryKey(record);
            Change change = changes.computeIfAbsent(key, Change::new);
            if (replaces(record, key, change)) {
                change.winner = record;
            }
        }
        return write(changes);
    }

    /** Deletes a record with its index rows. Returns whether it was there. */
    boolean delete(byte[] key) {
        byte[] stored = mayBeStored.test(key) ? engine.get(key) : null;
        if (stored == null) {
            return false;
        }
        indexRowsOf(key, stored).forEach(row -> rows.add(new Row(row, null)));
        rows.add(new Row(key, null));
        return true;
    }

    private byte[] primaryKey(M record) {
        try {
            return Keys.copy(keys.primary(type, sync, record));
        } catch (InvalidRecordException e) {
            throw invalid(e);
        }
    }

    private boolean replaces(M record, byte[] key, Change change) {
        if (change.winner == null && change.stored == null) {
            return true;
        }
        DiscoveredAt present = new DiscoveredAt();
        if (change.winner != null) {
            type.discoveredAt(change.winner, present);
        } else {
            storedTime(key, change.stored, present);
        }
        DiscoveredAt time = new DiscoveredAt();
        type.discoveredAt(record, time);
        return time.isNewerThan(present);
    }

    private void storedTime(byte[] key, byte @Nullable [] stored, DiscoveredAt found) {
        try {
            new FieldScanner().discoveredAt(type.bucket(), ByteBuffer.wrap(stored), found);
        } catch (MalformedRecordException e) {
            throw Stored.corrupt(ByteBuffer.wrap(key), e);
        }
    }

    private int write(NavigableMap<byte[], Change> changes) {
        int written = 0;
        for (Map.Entry<byte[], Change> entry : changes.entrySet()) {
            M winner = entry.getValue().winner;
            if (winner != null && write(entry.getKey(), entry.getValue().stored, winner)) {
                written++;
            }
        }
        return written;
    }

    private boolean write(byte[] key, byte @Nullable [] stored, M record) {
        byte[] value = type.encode(record);
        requireFits(record, value);
        if (Arrays.equals(value, stored)) {
            return false;
        }
        NavigableSet<byte[]> before = stored == null ? rowSet() : indexRowsOf(key, stored);
        NavigableSet<byte[]> after = indexRowsOf(record);
        before.stream().filter(row -> !after.contains(row)).forEach(row -> rows.add(new Row(row, null)));
        after.stream().filter(row -> !before.contains(row)).forEach(row -> rows.add(new Row(row, NOTHING)));
        rows.add(new Row(key, value));
        greatest = key;
        return true;
    }

    private NavigableSet<byte[]> indexRowsOf(byte[] key, byte[] stored) {
        ByteBuffer at = ByteBuffer.wrap(key);
        M record = Stored.decode(type, at, ByteBuffer.wrap(stored));
        NavigableSet<byte[]> implied = rowSet();
        try {
            storedKeys.indexRows(type, sync, record, (index, row) -> implied.add(Keys.copy(row)));
        } catch (InvalidRecordException e) {
            throw Stored.corrupt(at, e);
        }
        return implied;
    }

    private NavigableSet<byte[]> indexRowsOf(M record) {
        NavigableSet<byte[]> implied = rowSet();
        try {
            keys.indexRows(type, sync, record, (index, row) -> implied.add(Keys.copy(row)));
        } catch (InvalidRecordException e) {
            throw invalid(e);
        }
        return implied;
    }

    /** Refuses records of which one is missing. */
    static void requireRecords(Collection<?> records) {
        int number = 0;
        for (Object record : records) {
            number++;
            if (record == null) {
                throw new SyncException(
                        SyncException.Kind.INVALID,
                        "record " + number + " of the " + records.size() + " given is null; all must be there");
            }
        }
    }

    private void requireFits(M record, byte[] value) {
        int limit = engine.limits().maxValueBytes();
        if (value.length > limit) {
            throw new SyncException(
                    SyncException.Kind.INVALID,
                    type.describe(record) + ": its value has " + value.length + " bytes, the limit is " + limit);
        }
    }

    private static NavigableSet<byte[]> rowSet() {
        return new TreeSet<>(Keys::compare);
    }

    private static SyncException invalid(InvalidRecordException cause) {
        String message = String.valueOf(cause.getMessage());
        return new SyncException(SyncException.Kind.INVALID, message, cause);
    }
}
