package io.inlay.engine.lmdb;

import java.util.Arrays;

/** Counts entries that a walk goes over, without reading their values. For one thread. */
final class Seen {
    private static final int USUAL_KEY = 128;

    private byte[] key = new byte[USUAL_KEY];
    private int keyLength;
    private long records;
    private long bytes;

    /** Counts the entry on which a walk stands. */
    void add(EntryWalk walk) {
        keyLength = walk.keyLength();
        if (key.length < keyLength) {
            key = new byte[2 * keyLength];
        }
        walk.copyKey(key);
        records++;
        bytes += keyLength + (long) walk.valueLength();
    }

    long records() {
        return records;
    }

    /** Bytes of keys and values. */
    long bytes() {
        return bytes;
    }

    /** A copy of the last key. */
    byte[] lastKey() {
        return Arrays.copyOf(key, keyLength);
    }
}
