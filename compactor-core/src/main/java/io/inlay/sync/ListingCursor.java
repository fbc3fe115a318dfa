package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyBuilder;
import io.inlay.sync.key.MalformedKeyException;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.InvalidRecordException;
import io.inlay.sync.record.RecordKeys;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the rows of a listing. A row of an index is resolved to its record by a get, and passed over when there is no such
 * record or the record does not imply the row.
 */
final class ListingCursor<M extends MessageLite> implements RecordCursor<M> {
    private static final byte[] NOTHING = {};

    private final Reader reader;
    private final SyncId sync;
    private final Listing<M> listing;
    private final List<KeyRange> ranges;
    private final Cursor rows;
    private final KeyBuilder primary = new KeyBuilder();
    private final RecordKeys keys = new RecordKeys(Integer.MAX_VALUE);
    private int range;
    private @Nullable M current;
    private @Nullable RuntimeException failure;

    /**
     * @param ranges where the rows lie; they ascend and do not overlap
     */
    ListingCursor(Reader reader, SyncId sync, Listing<M> listing, List<KeyRange> ranges) {
        this.reader = reader;
        this.sync = sync;
        this.listing = listing;
        this.ranges = ranges;
        this.rows = reader.cursor(span(ranges), Direction.FORWARD, Access.SCAN);
    }

    /** From the first range to the end of the last. */
    private static KeyRange span(List<KeyRange> ranges) {
        return switch (ranges.size()) {
            case 0 -> KeyRange.of(NOTHING, NOTHING);
            case 1 -> ranges.get(0);
            default ->
                KeyRange.of(ranges.get(0).from(), ranges.get(ranges.size() - 1).until());
        };
    }

    @Override
    public boolean next() {
        if (failure != null) {
            throw failure;
        }
        current = null;
        try {
            while (nextRow()) {
                M record = resolve(rows.key());
                if (record != null && listing.accepts(record)) {
                    current = record;
                    return true;
                }
            }
            return false;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** Moves to the next row in any of the ranges, seeking over what lies between them. */
    private boolean nextRow() {
        boolean onRow = rows.next();
        while (onRow && ranges.size() > 1 && !ranges.get(range).contains(rows.key())) {
            byte[] until = ranges.get(range).until();
            boolean past = until != null && Keys.compare(rows.key(), ByteBuffer.wrap(until)) >= 0;
            range += past ? 1 : 0;
            onRow = past || rows.seek(ranges.get(range).from());
        }
        return onRow;
    }

    @Override
    public M record() {
        if (current == null) {
            throw new IllegalStateException("the cursor stands on no record; next() tells whether it does");
        }
        return current;
    }

    /** A copy of the key of the row that the current record came from. */
    byte[] rowKey() {
        return Keys.copy(rows.key());
    }

    @Override
    public void close() {
        current = null;
        rows.close();
    }

    /** The record of a row, or null for an index row that stands for none. */
    private @Nullable M resolve(ByteBuffer row) {
        Bucket bucket = listing.bucket();
        if (!bucket.isIndex()) {
            return Stored.decode(listing.type(), row, rows.value());
        }
        byte[] key;
        try {
            bucket.check(row);
            key = primary.primaryOf(bucket, row).toByteArray();
        } catch (MalformedKeyException e) {
            return null;
        }
        byte[] value = reader.get(key);
        if (value == null) {
            return null;
        }
        M record = Stored.decode(listing.type(), ByteBuffer.wrap(key), ByteBuffer.wrap(value));
        return implies(record, bucket, row) ? record : null;
    }

    private boolean implies(M record, Bucket index, ByteBuffer row) {
        boolean[] found = {false};
        try {
            keys.indexRows(listing.type(), sync, record, (bucket, key) -> {
                if (bucket == index && key.equals(row)) {
                    found[0] = true;
                }
            });
        } catch (InvalidRecordException e) {
            throw Stored.corrupt(primary.asBuffer(), e);
        }
        return found[0];
    }
}
