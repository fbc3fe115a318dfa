package io.inlay.bench.work.sync;

import io.inlay.bench.work.Figures;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Reader;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.key.SyncId;
import java.util.List;

/**
 * Rows of a sync and their size, the run record and the statistics left out, which not every side of a comparison writes.
 *
 * @param records records and index rows
 * @param bytes bytes of their keys and values
 */
record SyncRows(long records, long bytes) {
    /** What a call says that it wrote. */
    static SyncRows of(List<BucketCount> counts) {
        long records = 0;
        long bytes = 0;
        for (BucketCount count : counts) {
            if (count.bucket().elements() > 0) {
                records += count.records();
                bytes += count.bytes();
            }
        }
        return new SyncRows(records, bytes);
    }

    /** What a store holds. */
    static SyncRows count(Reader reader, SyncId sync) {
        long records = 0;
        long bytes = 0;
        for (SyncRange part : SyncRanges.of(sync)) {
            if (part.bucket().elements() > 0) {
                try (Cursor rows = reader.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
                    while (rows.next()) {
                        records++;
                        bytes += rows.key().remaining() + rows.value().remaining();
                    }
                }
            }
        }
        return new SyncRows(records, bytes);
    }

    /** The figures of a measured part that dealt with these rows. */
    Figures in(long nanos) {
        return Figures.of(nanos, records, bytes);
    }
}
