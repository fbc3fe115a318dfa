package io.inlay.sync.diff;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStats;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One of the two syncs, at a row of one bucket. For one thread at a time. */
final class Side implements AutoCloseable {
    /** The tag of an asset's field 1, a text; its length follows in one byte if it is less than 128. */
    private static final byte SYNC_ID_TAG = 0x0A;

    private final Reader reader;
    private final SyncId sync;
    private Bucket bucket = Bucket.RESOURCE_TYPE;
    private @Nullable Cursor rows;
    private boolean onRow;

    Side(Reader reader, SyncId sync) {
        this.reader = reader;
        this.sync = sync;
    }

    /** How many records it holds, if its statistics tell. */
    OptionalLong records() {
        try {
            return SyncStats.find(reader, sync).stream()
                    .mapToLong(stats -> stats.getResourceTypes()
                            + stats.getResources()
                            + stats.getEntitlements()
                            + stats.getGrants()
                            + stats.getAssets())
                    .findFirst();
        } catch (SyncException e) {
            // Damaged statistics are not compared, and tell nothing.
            return OptionalLong.empty();
        }
    }

    /** Goes to the first row of a bucket. */
    void enter(Bucket next) {
        close();
        bucket = next;
        rows = reader.cursor(SyncRanges.of(bucket, sync), Direction.FORWARD, Access.SCAN);
        advance();
    }

    /** Goes to the next row. */
    void advance() {
        onRow = rows().next();
    }

    boolean isOnRow() {
        return onRow;
    }

    /** The current row's key, lent by the cursor. */
    ByteBuffer key() {
        return rows().key();
    }

    /** The current row's value, lent by the cursor. */
    ByteBuffer value() {
        return rows().value();
    }

    long rowBytes() {
        return (long) key().remaining() + value().remaining();
    }

    /** Order of the rows of two sides in one bucket, whatever their syncs: that of what follows the sync id. */
    int compareKey(Side other) {
        return Keys.compare(tail(), other.tail());
    }

    private ByteBuffer tail() {
        ByteBuffer key = key();
        return key.position(key.position() + bucket.syncIdOffset() + SyncId.BYTES);
    }

    /** Whether the rows of two sides hold the same. */
    boolean holdsSame(Side other) {
        return content().equals(other.content());
    }

    /** The value, without the sync id that an asset's begins with. */
    private ByteBuffer content() {
        ByteBuffer value = value();
        int from = value.position();
        if (bucket == Bucket.ASSET && value.remaining() >= 2 && value.get(from) == SYNC_ID_TAG) {
            int end = from + 2 + value.get(from + 1);
            if (end >= from + 2 && end <= value.limit()) {
                value.position(end);
            }
        }
        return value;
    }

    private Cursor rows() {
        Cursor open = rows;
        if (open == null) {
            throw new IllegalStateException("no bucket was entered");
        }
        return open;
    }

    @Override
    public void close() {
        onRow = false;
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }
}
