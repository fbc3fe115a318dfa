package io.inlay.sync.sort;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rows packed into one array, with an index of where each begins; sorted in place of the index. No object stands for a row.
 *
 * <p>A row is {@code key length, value length, key, value}, both lengths as variable-length numbers of 7 bits a byte, the
 * lowest first. Five sixths of the budget hold rows, one sixth the index of 12 bytes a row, so that rows of 60 bytes and
 * more use all of it. Both begin with a sixteenth of their share. For one thread.
 */
final class RowArena {
    /** Bytes of the index for a row: where it begins, and a part of its key. */
    private static final int INDEX_BYTES = Integer.BYTES + Long.BYTES;

    private static final int INITIAL_SHARE = 16;

    private final int maxBytes;
    private final int maxRows;
    private byte[] bytes;
    private int[] starts;
    private long[] heads;
    private int used;
    private int rows;

    /** An empty arena that takes about so much memory when full, at least 4 KiB. */
    RowArena(int budgetBytes) {
        int budget = Math.max(budgetBytes, 4096);
        this.maxRows = budget / 6 / INDEX_BYTES;
        this.maxBytes = budget / 6 * 5;
        this.bytes = new byte[maxBytes / INITIAL_SHARE + KeySort.SLACK];
        this.starts = new int[maxRows / INITIAL_SHARE];
        this.heads = new long[starts.length];
    }

    /** Number of rows held. */
    int rows() {
        return rows;
    }

    /** Whether a row of these lengths fits into an empty arena. */
    boolean canHold(int keyBytes, int valueBytes) {
        return size(keyBytes, valueBytes) <= maxBytes;
    }

    private static long size(int keyBytes, int valueBytes) {
        return (long) Varints.size(keyBytes) + Varints.size(valueBytes) + keyBytes + valueBytes;
    }

    /** Adds a row, whose buffers keep their positions; false if there is no room for it. */
    boolean add(ByteBuffer key, ByteBuffer value) {
        int keyBytes = key.remaining();
        int valueBytes = value.remaining();
        long end = used + size(keyBytes, valueBytes);
        if (end > maxBytes || rows == maxRows) {
            return false;
        }
        makeRoom((int) end);
        starts[rows++] = used;
        int at = Varints.write(bytes, used, keyBytes);
        at = Varints.write(bytes, at, valueBytes);
        key.get(key.position(), bytes, at, keyBytes);
        value.get(value.position(), bytes, at + keyBytes, valueBytes);
        used = (int) end;
        return true;
    }

    private void makeRoom(int end) {
        if (end + KeySort.SLACK > bytes.length) {
            bytes = Arrays.copyOf(bytes, maxBytes + KeySort.SLACK);
        }
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, maxRows);
            heads = new long[maxRows];
        }
    }

    /** Forgets all rows. */
    void clear() {
        used = 0;
        rows = 0;
    }

    /** Sorts the rows and gives them in order. Until {@link #clear} no row may be added. */
    RowSource sorted() {
        new KeySort(bytes, starts, heads).sort(rows);
        return new Rows();
    }

    /** The rows in the order of the index. */
    private final class Rows implements RowSource {
        private final ByteBuffer key = ByteBuffer.wrap(bytes);
        private final ByteBuffer value = ByteBuffer.wrap(bytes);
        private int next;

        @Override
        public boolean next() {
            if (next == rows) {
                return false;
            }
            int at = starts[next++];
            int keyBytes = Varints.read(bytes, at);
            at += Varints.size(keyBytes);
            int valueBytes = Varints.read(bytes, at);
            at += Varints.size(valueBytes);
            key.clear().position(at).limit(at + keyBytes);
            value.clear().position(at + keyBytes).limit(at + keyBytes + valueBytes);
            return true;
        }

        @Override
        public ByteBuffer key() {
            return key;
        }

        @Override
        public ByteBuffer value() {
            return value;
        }

        @Override
        public void close() {
            // memory only
        }
    }
}
