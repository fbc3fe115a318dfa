package io.inlay.compactor;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.DiscoveredAt;
import io.inlay.sync.record.RecordKeys;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.record.SyncInput;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sync in plain memory: all its rows, and what merging it with others gives, the slow and plain way. */
final class SyncModel {
    private static final List<RecordType<?>> MERGED =
            List.of(RecordType.RESOURCE_TYPE, RecordType.RESOURCE, RecordType.ENTITLEMENT, RecordType.GRANT);

    final SyncId id;
    final TreeMap<byte[], byte[]> rows = new TreeMap<>(Keys::compare);
    SyncRunRecord run;

    SyncModel(SyncRunRecord run) {
        this.id = SyncId.parse(run.getSyncId());
        setRun(run);
    }

    void setRun(SyncRunRecord record) {
        run = record;
        rows.put(Bucket.SYNC_RUN.key(id), RecordType.SYNC_RUN.encode(record));
    }

    /** Puts a record with its index rows. */
    <M extends MessageLite> void put(RecordType<M> type, M record) {
        RecordKeys keys = new RecordKeys(Integer.MAX_VALUE);
        rows.put(Keys.copy(keys.primary(type, id, record)), type.encode(record));
        keys.indexRows(type, id, record, (index, row) -> rows.put(Keys.copy(row), new byte[0]));
    }

    /** Puts any row. */
    void putRow(byte[] key, byte[] value) {
        rows.put(key, value);
    }

    /** Writes all rows, as they are. */
    void store(Engine engine) {
        Batch batch = new Batch();
        rows.forEach(batch::put);
        engine.write(batch, Durability.RELAXED);
    }

    /**
     * The merge of sources, earlier ones winning ties, in the place of {@code target}.
     *
     * @param written when the statistics say that they were written
     */
    static SyncModel merge(SyncRunRecord target, List<SyncModel> sources, Instant written) {
        SyncModel merged = new SyncModel(target);
        StatsTally tally = new StatsTally();
        for (RecordType<?> type : MERGED) {
            merged.takeWinners(type, sources);
            merged.bucket(type.bucket()).forEach((key, value) -> tally.add(type.bucket(), ByteBuffer.wrap(value)));
        }
        merged.setRun(mergedRun(target, sources));
        merged.rows.put(Bucket.STATS.key(merged.id), RecordType.STATS.encode(tally.toRecord(merged.id, written)));
        return merged;
    }

    private <M extends MessageLite> void takeWinners(RecordType<M> type, List<SyncModel> sources) {
        Map<byte[], byte[]> winners = new TreeMap<>(Keys::compare);
        for (SyncModel source : sources) {
            source.bucket(type.bucket()).forEach((key, value) -> {
                type.bucket().rekey(key, id);
                winners.merge(key, value, (old, next) -> isLater(type, next, old) ? next : old);
            });
        }
        winners.forEach((key, value) -> {
            rows.put(key, value);
            new RecordKeys(Integer.MAX_VALUE)
                    .indexRows(type, id, type.decode(value), (index, row) -> rows.put(Keys.copy(row), new byte[0]));
        });
    }

    private static <M extends MessageLite> boolean isLater(RecordType<M> type, byte[] value, byte[] old) {
        return time(type, value).isNewerThan(time(type, old));
    }

    private static <M extends MessageLite> DiscoveredAt time(RecordType<M> type, byte[] value) {
        DiscoveredAt time = new DiscoveredAt();
        type.discoveredAt(type.decode(value), time);
        return time;
    }

    private static SyncRunRecord mergedRun(SyncRunRecord target, List<SyncModel> sources) {
        SyncRunRecord.Builder merged = target.toBuilder().setCompacted(true).clearInputs();
        SyncType strongest = SyncType.SYNC_TYPE_PARTIAL;
        Instant end = Instant.MIN;
        for (SyncModel source : sources) {
            SyncRunRecord run = source.run;
            if (run.getType() == SyncType.SYNC_TYPE_FULL
                    || (run.getType() == SyncType.SYNC_TYPE_RESOURCES_ONLY && strongest != SyncType.SYNC_TYPE_FULL)) {
                strongest = run.getType();
            }
            Instant ended = Timestamps.toInstant(run.getEndedAt());
            end = ended.isAfter(end) ? ended : end;
            merged.addInputs(SyncInput.newBuilder()
                    .setSyncId(run.getSyncId())
                    .setType(run.getType())
                    .setStartedAt(run.getStartedAt())
                    .setEndedAt(run.getEndedAt()));
        }
        return merged.setType(strongest).setEndedAt(Timestamps.of(end)).build();
    }

    /** The rows of one bucket, keys copied. */
    private Map<byte[], byte[]> bucket(Bucket bucket) {
        Map<byte[], byte[]> found = new TreeMap<>(Keys::compare);
        byte[] from = bucket.prefix(id);
        byte[] until = Keys.upperBound(from);
        rows.subMap(from, true, until, false).forEach((key, value) -> found.put(key.clone(), value));
        return found;
    }

    /** Every row in which a store differs from the model, for people. */
    List<String> differences(Reader reader) {
        TreeMap<byte[], byte[]> stored = new TreeMap<>(Keys::compare);
        for (SyncRange part : SyncRanges.of(id)) {
            try (Cursor cursor = reader.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
                while (cursor.next()) {
                    stored.put(Keys.copy(cursor.key()), Keys.copy(cursor.value()));
                }
            }
        }
        List<String> differences = new ArrayList<>();
        rows.forEach((key, value) -> {
            byte[] found = stored.remove(key);
            if (!Arrays.equals(value, found)) {
                differences.add(KeyText.of(key) + " is " + text(found) + ", not " + text(value));
            }
        });
        stored.forEach((key, value) -> differences.add(KeyText.of(key) + " should not be there"));
        return differences;
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "absent" : Keys.printable(value);
    }
}
