package io.inlay.engine.rocksdb;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/**
 * A native iterator over one range and all it needs to live: its options and bounds. It pins the state of its making. For one
 * thread; its user makes sure that it is not used after {@link #close} and closed before the store.
 */
final class RangeIterator implements AutoCloseable {
    private static final long READAHEAD_BYTES = 2L << 20;

    private final String doing;
    private final byte[] from;
    private final @Nullable Slice lower;
    private final @Nullable Slice upper;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private @Nullable ShownState state;

    /**
     * Opens an iterator.
     *
     * @param snapshot whose state it reads; null for the present one
     * @param mostSkipped how many dead entries a step passes over before it throws; 0 for any number
     * @param doing what fails when it fails, for messages
     */
    RangeIterator(
            RocksDB db,
            KeyRange range,
            Direction direction,
            Access access,
            @Nullable Snapshot snapshot,
            long mostSkipped,
            String doing) {
        this.doing = doing;
        this.from = KeyBounds.clip(range.from());
        byte[] until = range.until();
        lower = direction == Direction.BACKWARD && from.length > 0 ? new Slice(from) : null;
        upper = until == null ? null : new Slice(KeyBounds.clip(until));
        options = new ReadOptions();
        if (lower != null) {
            options.setIterateLowerBound(lower);
        }
        if (upper != null) {
            options.setIterateUpperBound(upper);
        }
        if (snapshot != null) {
            options.setSnapshot(snapshot);
        }
        if (access == Access.SCAN) {
            options.setReadaheadSize(READAHEAD_BYTES).setFillCache(false);
        }
        if (mostSkipped > 0) {
            options.setMaxSkippableInternalKeys(mostSkipped);
        }
        iterator = db.newIterator(options);
    }

    /** Is told the state that it shows, which is closed once the native iterator is. */
    RangeIterator showing(ShownState shown) {
        state = shown;
        return this;
    }

    /** The state that it shows; null where that was not told. */
    @Nullable ShownState state() {
        return state;
    }

    /** Moves to the first entry of the range. */
    boolean toFirst() throws RocksDBException {
        iterator.seek(from);
        return stands();
    }

    /** Moves to the last entry of the range; only for an iterator opened BACKWARD. */
    boolean toLast() throws RocksDBException {
        iterator.seekToLast();
        return stands();
    }

    /** Moves to the first entry at or after a key of the range. */
    boolean toAtOrAfter(byte[] key) throws RocksDBException {
        iterator.seek(KeyBounds.clip(key));
        return stands();
    }

    /** Moves to the last entry at or before a key of the range; only for an iterator opened BACKWARD. */
    boolean toAtOrBefore(byte[] key) throws RocksDBException {
        iterator.seekForPrev(KeyBounds.clip(key));
        return stands();
    }

    /** Moves from an entry to the next. */
    boolean next() throws RocksDBException {
        iterator.next();
        return stands();
    }

    /** Moves from an entry to the one before. */
    boolean previous() throws RocksDBException {
        iterator.prev();
        return stands();
    }

    private boolean stands() throws RocksDBException {
        if (iterator.isValid()) {
            return true;
        }
        iterator.status();
        return false;
    }

    /** A copy of the current key. */
    byte[] key() {
        return iterator.key();
    }

    /** Copies as much of the current key as fits from an offset on and returns its whole length. */
    int key(byte[] into, int offset) {
        return iterator.key(into, offset, into.length - offset);
    }

    /** Copies as much of the current value as fits from an offset on and returns its whole length. */
    int value(byte[] into, int offset) {
        return iterator.value(into, offset, into.length - offset);
    }

    /** What fails when it fails. */
    String doing() {
        return doing;
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        if (upper != null) {
            upper.close();
        }
        if (lower != null) {
            lower.close();
        }
        if (state != null) {
            state.close();
        }
    }
}
