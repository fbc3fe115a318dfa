package io.inlay.engine.rocksdb;

import java.util.Arrays;

/**
 * The entries of a block that is being made. The first entry, and then one of every so many, bears its whole key: where these
 * restart points lie stands at the end of the block. For one thread.
 */
final class TableBlock {
    private final int interval;
    private final TableBytes bytes;
    private int[] restarts = new int[16];
    private int restartCount;
    private int sinceRestart;

    /**
     * Makes an empty block.
     *
     * @param interval entries from one restart point to the next
     * @param capacity bytes that it holds without growing
     */
    TableBlock(int interval, int capacity) {
        this.interval = interval;
        this.bytes = new TableBytes(capacity);
    }

    boolean isEmpty() {
        return restartCount == 0;
    }

    /** Bytes that the block would have if it ended now. */
    int size() {
        return bytes.size() + Integer.BYTES * (Math.max(1, restartCount) + 1);
    }

    /** Whether the next entry is a restart point. */
    boolean restartsNext() {
        return restartCount == 0 || sinceRestart == interval;
    }

    /**
     * Begins an entry, whose content the caller appends.
     *
     * @return how much of what its key shares with the last one it leaves out: all, or nothing at a restart point
     */
    int begin(int shared) {
        if (!restartsNext()) {
            sinceRestart++;
            return shared;
        }
        if (restartCount == restarts.length) {
            restarts = Arrays.copyOf(restarts, 2 * restartCount);
        }
        restarts[restartCount++] = bytes.size();
        sinceRestart = 1;
        return 0;
    }

    /** Adds an entry with its whole key. */
    TableBlock add(byte[] key, byte[] value) {
        begin(0);
        bytes.varint(0).varint(key.length).varint(value.length).raw(key).raw(value);
        return this;
    }

    /**
     * Adds an entry up to its value, whose bytes the caller appends.
     *
     * @param length of the key
     * @param shared how many bytes it has in common with the last one
     */
    void add(byte[] key, int length, int shared, int valueLength) {
        int left = begin(shared);
        bytes.reserve(3 * TableBytes.MOST_VARINT + length + valueLength);
        bytes.varint(left).varint(length - left).varint(valueLength).raw(key, left, length - left);
    }

    /** What the block holds so far, to append to. */
    TableBytes bytes() {
        return bytes;
    }

    /** Ends the block and returns its bytes, to be used before {@link #clear}. */
    TableBytes finish() {
        if (restartCount == 0) {
            begin(0);
        }
        bytes.reserve(Integer.BYTES * (restartCount + 1));
        for (int i = 0; i < restartCount; i++) {
            bytes.fixed32(restarts[i]);
        }
        return bytes.fixed32(restartCount);
    }

    /** Begins anew. */
    void clear() {
        bytes.clear();
        restartCount = 0;
    }
}
