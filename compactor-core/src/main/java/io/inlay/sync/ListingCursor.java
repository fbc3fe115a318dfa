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
import org.jspecify.annotations.Nullable;

/**
 * Walks the rows of a listing. A row of an index is resolved to its record by a get, and passed over when there is no such
 * record or the record does not imply the row.
 */
final class ListingCursor<M extends MessageLite> implements RecordCursor<M> {
    private final Reader reader;
    private final SyncId sync;
    private final Listing<M> listing;
    private final Cursor rows;
    private final KeyBuilder primary = new KeyBuilder();
    private final RecordKeys keys = new RecordKeys(Integer.MAX_VALUE);
    private @Nullable M current;
    private @Nullable RuntimeException failure;

    ListingCursor(Reader reader, SyncId sync, Listing<M> listing, KeyRange range) {
        this.reader = reader;
        this.sync = sync;
        this.listing = listing;
        this.rows = reader.cursor(range, Direction.FORWARD, Access.SCAN);
    }

    @Override
    public boolean next() {
        if (failure != null) {
            throw failure;
        }
        current = null;
        try {
            while (rows.next()) {
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
