package io.inlay.engine.lmdb;

/**
 * A key being searched for from the root of a tree to a leaf. What it shares with the nearest keys seen on either side, all
 * keys between them share with it too, so those bytes are not compared again. For one search.
 */
final class KeySearch {
    private final byte[] key;
    private final int length;
    private int below;
    private int above;

    KeySearch(byte[] storedKey) {
        this(storedKey, storedKey.length);
    }

    /** Searches for the first bytes of an array. */
    KeySearch(byte[] storedKey, int length) {
        this.key = storedKey;
        this.length = length;
    }

    int length() {
        return length;
    }

    byte[] key() {
        return key;
    }

    /** Bytes that every key between the nearest ones seen shares with the key. */
    int shared() {
        return Math.min(below, above);
    }

    /** The nearest key seen on the lower side shares this many bytes. */
    void sawBelow(int bytes) {
        below = bytes;
    }

    /** The nearest key seen on the upper side shares this many bytes. */
    void sawAbove(int bytes) {
        above = bytes;
    }
}
