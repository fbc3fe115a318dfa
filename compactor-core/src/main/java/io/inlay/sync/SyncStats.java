package io.inlay.sync;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Reader;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.MalformedRecordException;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.record.SyncStatsRecord;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The statistics of syncs: read as stored, or counted. */
public final class SyncStats {
    private SyncStats() {}

    /**
     * The stored statistics of a sync, if there are any; an unfinished sync has none.
     *
     * @throws SyncException CORRUPT when the record is damaged
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public static Optional<SyncStatsRecord> find(Reader reader, SyncId sync) {
        byte[] key = Bucket.STATS.key(sync);
        byte[] value = reader.get(key);
        return value == null
                ? Optional.empty()
                : Optional.of(Stored.decode(RecordType.STATS, ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
    }

    /**
     * The stored statistics of a sync, if there are any that can be read; damaged ones tell as little as none.
     *
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public static Optional<SyncStatsRecord> findSound(Reader reader, SyncId sync) {
        try {
            return find(reader, sync);
        } catch (SyncException e) {
            if (e.kind() != SyncException.Kind.CORRUPT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Counts the records of a sync, from raw values.
     *
     * @param reader one that stays as it is, a snapshot, when the sync may be written meanwhile
     * @throws SyncException CORRUPT when a record is damaged where its type is read
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public static StatsTally count(Reader reader, SyncId sync) {
        StatsTally tally = new StatsTally();
        for (RecordType<?> type : RecordType.all()) {
            if (type.bucket().elements() > 0) {
                count(reader, sync, type.bucket(), tally);
            }
        }
        return tally;
    }

    private static void count(Reader reader, SyncId sync, Bucket bucket, StatsTally tally) {
        try (Cursor cursor = reader.cursor(SyncRanges.of(bucket, sync), Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                try {
                    tally.add(bucket, cursor.value());
                } catch (MalformedRecordException e) {
                    throw Stored.corrupt(cursor.key(), e);
                }
            }
        }
    }
}
