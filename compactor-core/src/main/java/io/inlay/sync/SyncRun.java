package io.inlay.sync;

import com.google.protobuf.Timestamp;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.InvalidRecordException;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The course of a sync, as its run record tells it.
 *
 * @param id the sync, as the key names it
 * @param record the stored record, with all its fields
 */
public record SyncRun(SyncId id, SyncRunRecord record) {
    /**
     * The run of a sync, if there is such a sync.
     *
     * @throws SyncException CORRUPT when the record is damaged
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public static Optional<SyncRun> find(Reader reader, SyncId sync) {
        byte[] key = Bucket.SYNC_RUN.key(sync);
        byte[] value = reader.get(key);
        return value == null ? Optional.empty() : Optional.of(read(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
    }

    /**
     * The run of a sync that must be there.
     *
     * @throws SyncException NOT_FOUND; CORRUPT when the record is damaged
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public static SyncRun get(Reader reader, SyncId sync) {
        return find(reader, sync)
                .orElseThrow(() -> new SyncException(SyncException.Kind.NOT_FOUND, "there is no sync " + sync));
    }

    /**
     * All runs of a store, in the order of their ids, which is that of their creation.
     *
     * @throws SyncException CORRUPT when a record is damaged
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public static List<SyncRun> all(Reader reader) {
        List<SyncRun> runs = new ArrayList<>();
        KeyRange range = KeyRange.prefix(Bucket.SYNC_RUN.header());
        try (Cursor cursor = reader.cursor(range, Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                runs.add(read(cursor.key(), cursor.value()));
            }
        }
        return List.copyOf(runs);
    }

    private static SyncRun read(ByteBuffer key, ByteBuffer value) {
        Stored.check(Bucket.SYNC_RUN, key);
        SyncId sync = Bucket.SYNC_RUN.syncId(key);
        SyncRunRecord run = Stored.decode(RecordType.SYNC_RUN, key, value);
        try {
            RecordType.SYNC_RUN.check(sync, run);
        } catch (InvalidRecordException e) {
            throw Stored.corrupt(key, e);
        }
        return new SyncRun(sync, run);
    }

    /** What the sync claims to hold. */
    public SyncType type() {
        return record.getType();
    }

    /** Whether it has an end. */
    public boolean isFinished() {
        return record.hasEndedAt();
    }

    /** When it was started, if the record tells. */
    public Optional<Instant> startedAt() {
        return record.hasStartedAt() ? Optional.of(Timestamps.toInstant(record.getStartedAt())) : Optional.empty();
    }

    /** When it was finished; nothing for an unfinished one. */
    public Optional<Instant> endedAt() {
        return record.hasEndedAt() ? Optional.of(Timestamps.toInstant(record.getEndedAt())) : Optional.empty();
    }

    /** The resume state last written; empty if none. */
    public String token() {
        return record.getSyncToken();
    }

    /** A time for a run record; INVALID if no record can hold it. */
    static Timestamp timestamp(Instant time) {
        try {
            return Timestamps.of(time);
        } catch (IllegalArgumentException e) {
            throw new SyncException(SyncException.Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }
}
