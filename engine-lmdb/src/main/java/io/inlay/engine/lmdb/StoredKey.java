package io.inlay.engine.lmdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.util.Arrays;

/**
 * How keys are laid down in LMDB, whose keys have 511 bytes at most. A stored key is one space byte and the key; a user key
 * over {@value #WHOLE_BYTES} bytes has its first {@value #WHOLE_BYTES} bytes and a marker byte instead, and its rest lies in
 * the {@link KeyBlock} that all keys with that beginning share. The order of keys is kept: a block sorts right after the
 * key that equals its beginning and before every key that is greater without sharing it.
 */
final class StoredKey {
    /** Longest user key that is stored whole. */
    static final int WHOLE_BYTES = 500;

    /** Space byte of the engine's own records. */
    static final byte OWN = 0;

    /** Space byte of the user's entries. */
    static final byte USER = 1;

    /** Length of a stored key that stands for a block, and of no other. */
    static final int BLOCK_KEY_BYTES = 1 + WHOLE_BYTES + 1;

    /** Sorts at or before every stored user key. */
    static final byte[] USER_START = {USER};

    /** Sorts after every stored user key. */
    static final byte[] USER_END = {USER + 1};

    private StoredKey() {}

    /** The stored key under which a user key is found; for a long one that of its block. */
    static byte[] of(byte[] key) {
        byte[] stored = new byte[storedLength(key.length)];
        stored[0] = USER;
        System.arraycopy(key, 0, stored, 1, Math.min(key.length, WHOLE_BYTES));
        return stored;
    }

    /** Length of the stored key of a user key. */
    static int storedLength(int keyBytes) {
        return keyBytes > WHOLE_BYTES ? BLOCK_KEY_BYTES : keyBytes + 1;
    }

    static boolean isLong(byte[] key) {
        return key.length > WHOLE_BYTES;
    }

    /** What of a long user key lies in the block. */
    static byte[] rest(byte[] longKey) {
        return Arrays.copyOfRange(longKey, WHOLE_BYTES, longKey.length);
    }

    /** Whether all keys that a block can hold lie in a range. */
    static boolean isWithin(byte[] blockKey, KeyRange range) {
        byte[] shared = Arrays.copyOfRange(blockKey, 1, 1 + WHOLE_BYTES);
        byte[] end = range.until();
        byte[] above = Keys.upperBound(shared);
        return Keys.compare(range.from(), shared) <= 0
                && (end == null || (above != null && Keys.compare(end, above) >= 0));
    }

    static boolean isBlock(int storedBytes) {
        return storedBytes == BLOCK_KEY_BYTES;
    }
}
