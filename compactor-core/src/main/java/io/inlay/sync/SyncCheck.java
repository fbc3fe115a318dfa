package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.Difference.Kind;
import io.inlay.sync.SyncVerifier.Checked;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyBuilder;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.MalformedKeyException;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.IndexRows;
import io.inlay.sync.record.InvalidRecordException;
import io.inlay.sync.record.MalformedRecordException;
import io.inlay.sync.record.RecordKeys;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.StatsTally;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The check of one sync, to be run once. */
final class SyncCheck {
    private final Reader reader;
    private final SyncId sync;
    private final Consumer<Difference> found;
    private final RecordKeys keys = new RecordKeys(Integer.MAX_VALUE);
    private final KeyBuilder primary = new KeyBuilder();
    private final Map<Bucket, Long> rows = new EnumMap<>(Bucket.class);
    private final Map<Bucket, KeySum> implied = new EnumMap<>(Bucket.class);
    private final Map<Bucket, KeySum> present = new EnumMap<>(Bucket.class);
    private final StatsTally tally = new StatsTally();
    private long differences;

    SyncCheck(Reader reader, SyncId sync, Consumer<Difference> found) {
        this.reader = reader;
        this.sync = sync;
        this.found = found;
        KeySum.Hashes hashes = KeySum.Hashes.random();
        for (Bucket bucket : Bucket.all()) {
            rows.put(bucket, 0L);
            implied.put(bucket, new KeySum(hashes));
            present.put(bucket, new KeySum(hashes));
        }
    }

    Checked run() {
        for (RecordType<?> type : RecordType.all()) {
            if (type.bucket().elements() > 0) {
                readRecords(type);
            }
        }
        Bucket.all().stream().filter(Bucket::isIndex).forEach(this::readIndex);
        nameDifferingRows();
        new SyncRunCheck(reader, sync, this::tell).run(rows, tally);
        return new Checked(rows, differences);
    }

    private <M extends MessageLite> void readRecords(RecordType<M> type) {
        try (Cursor cursor = scan(type.bucket())) {
            while (cursor.next()) {
                rows.merge(type.bucket(), 1L, Long::sum);
                M record = read(type, cursor.key(), cursor.value(), this::tell);
                if (record != null) {
                    tally.add(type.bucket(), cursor.value());
                    keys.indexRows(
                            type,
                            sync,
                            record,
                            (index, row) -> sum(implied, index).add(row));
                }
            }
        }
    }

    private void readIndex(Bucket index) {
        KeySum sum = sum(present, index);
        try (Cursor cursor = scan(index)) {
            while (cursor.next()) {
                rows.merge(index, 1L, Long::sum);
                sum.add(cursor.key());
                int bytes = cursor.value().remaining();
                if (bytes > 0) {
                    tell(
                            Kind.MALFORMED_VALUE,
                            index,
                            KeyText.of(cursor.key()) + ": has a value of " + bytes + " bytes, an index row has none");
                }
            }
        }
    }

    private void nameDifferingRows() {
        Set<Bucket> differing = implied.keySet().stream()
                .filter(bucket -> !sum(implied, bucket).equals(sum(present, bucket)))
                .collect(Collectors.toSet());
        differing.stream().sorted().forEach(this::nameStrayRows);
        differing.stream()
                .map(Bucket::primary)
                .distinct()
                .sorted()
                .forEach(bucket -> nameMissingRows(RecordType.of(bucket), differing));
    }

    private void nameStrayRows(Bucket index) {
        try (Cursor cursor = scan(index)) {
            while (cursor.next()) {
                ByteBuffer row = cursor.key();
                try {
                    index.check(row);
                } catch (MalformedKeyException e) {
                    tell(Kind.MALFORMED_KEY, index, String.valueOf(e.getMessage()));
                    continue;
                }
                byte[] key = primary.primaryOf(index, row).toByteArray();
                byte[] value = reader.get(key);
                if (value == null) {
                    tell(Kind.STRAY_INDEX_ROW, index, KeyText.of(row) + ": there is no " + KeyText.of(key));
                } else if (!implies(RecordType.of(index), key, value, index, row)) {
                    tell(Kind.STRAY_INDEX_ROW, index, KeyText.of(row) + ": the record it stands for does not imply it");
                }
            }
        }
    }

    private <M extends MessageLite> boolean implies(
            RecordType<M> type, byte[] key, byte[] value, Bucket index, ByteBuffer row) {
        M record = read(type, ByteBuffer.wrap(key), ByteBuffer.wrap(value), (kind, bucket, what) -> {});
        boolean[] is = {false};
        if (record != null) {
            keys.indexRows(type, sync, record, (bucket, implied) -> is[0] |= bucket == index && implied.equals(row));
        }
        return is[0];
    }

    private <M extends MessageLite> void nameMissingRows(RecordType<M> type, Set<Bucket> differing) {
        IndexRows look = (index, row) -> {
            if (differing.contains(index) && reader.get(Keys.copy(row)) == null) {
                tell(Kind.MISSING_INDEX_ROW, index, KeyText.of(row) + ": its record is there, the row is not");
            }
        };
        try (Cursor cursor = scan(type.bucket())) {
            while (cursor.next()) {
                M record = read(type, cursor.key(), cursor.value(), (kind, bucket, what) -> {});
                if (record != null) {
                    keys.indexRows(type, sync, record, look);
                }
            }
        }
    }

    /** Takes what is wrong. */
    interface Fault {
        void tell(Kind kind, Bucket bucket, String description);
    }

    /** The record of a row, or null for a row that is damaged or not the record's own. */
    private <M extends MessageLite> @Nullable M read(
            RecordType<M> type, ByteBuffer key, ByteBuffer value, Fault fault) {
        Bucket bucket = type.bucket();
        try {
            bucket.check(key);
            M record = type.decode(value);
            if (keys.primary(type, sync, record).equals(key)) {
                return record;
            }
            fault.tell(Kind.WRONG_KEY, bucket, KeyText.of(key) + ": holds " + type.describe(record));
        } catch (MalformedKeyException e) {
            fault.tell(Kind.MALFORMED_KEY, bucket, String.valueOf(e.getMessage()));
        } catch (MalformedRecordException | InvalidRecordException e) {
            fault.tell(Kind.MALFORMED_VALUE, bucket, KeyText.of(key) + ": " + e.getMessage());
        }
        return null;
    }

    private void tell(Kind kind, Bucket bucket, String description) {
        differences++;
        found.accept(new Difference(kind, sync, bucket, description));
    }

    private Cursor scan(Bucket bucket) {
        return reader.cursor(SyncRanges.of(bucket, sync), Direction.FORWARD, Access.SCAN);
    }

    private static KeySum sum(Map<Bucket, KeySum> sums, Bucket bucket) {
        return Objects.requireNonNull(sums.get(bucket));
    }
}
