package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.util.Arrays;

/**
 * Bounds of ranges in a form that RocksDB can take. Bounds may be longer than any key; such a bound is cut to the shortest one
 * that separates the same keys. Range tombstones need an upper bound; an open end becomes one that sorts after every key.
 */
final class KeyBounds {
    /** Longest key of this engine, in bytes. */
    static final int MAX_KEY_BYTES = 65_536;

    private KeyBounds() {}

    /**
     * A bound of at most one byte more than a key, with the same keys before and after it. No key can equal a longer bound, and
     * the first {@link #MAX_KEY_BYTES} bytes of it are the greatest key before it.
     */
    static byte[] clip(byte[] bound) {
        return bound.length <= MAX_KEY_BYTES + 1 ? bound : Keys.successor(Arrays.copyOf(bound, MAX_KEY_BYTES));
    }

    /** The upper bound of a range, exclusive, clipped; for an open end a bound after every key. */
    static byte[] end(KeyRange range) {
        byte[] until = range.until();
        return until == null ? afterEveryKey() : clip(until);
    }

    private static byte[] afterEveryKey() {
        byte[] bound = new byte[MAX_KEY_BYTES + 1];
        Arrays.fill(bound, (byte) 0xff);
        return bound;
    }
}
