package io.inlay.sync.sort;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sorts an index of rows by the unsigned order of their keys, equal keys by where they begin.
 *
 * <p>A three-way radix quicksort that looks at seven bytes of a key at a time: they are kept beside the index, so that rows
 * are compared without touching them, and the part that is equal in them goes on with the next seven. Keys with long common
 * beginnings, as access data has, thus have each of those bytes read about once. After Bentley and Sedgewick, Fast
 * Algorithms for Sorting and Searching Strings (1997).
 */
final class KeySort {
    /** Bytes that the array of rows must have after the last row. */
    static final int SLACK = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Bytes of a key in a head; its last byte counts them. */
    private static final int STEP = 7;

    /** The count of a head after which the key goes on. */
    private static final int GOES_ON = STEP + 1;

    private static final int INSERTION_ROWS = 16;

    private final byte[] bytes;
    private final int[] starts;
    private final long[] heads;
    private long random = 0x9E3779B97F4A7C15L;

    /**
     * @param bytes rows as {@link RowArena} lays them out, and {@link #SLACK} more
     * @param starts where each row begins
     * @param heads memory to work with, as long as {@code starts}
     */
    KeySort(byte[] bytes, int[] starts, long[] heads) {
        this.bytes = bytes;
        this.starts = starts;
        this.heads = heads;
    }

    /** Sorts the first {@code rows} of the index. */
    void sort(int rows) {
        load(0, rows, 0);
        sort(0, rows, 0);
    }

    /** Goes into the two smaller parts and on with the largest, so that it nests no deeper than log2 of the rows. */
    private void sort(int first, int end, int firstDepth) {
        int from = first;
        int until = end;
        int depth = firstDepth;
        while (until - from > INSERTION_ROWS) {
            long pivot = pivot(from, until);
            int less = from;
            int more = until;
            for (int i = from; i < more; ) {
                long head = heads[i];
                if (head < pivot) {
                    swap(less++, i++);
                } else if (head > pivot) {
                    swap(i, --more);
                } else {
                    i++;
                }
            }
            int below = less - from;
            int equal = more - less;
            int above = until - more;
            if (equal >= below && equal >= above) {
                sort(from, less, depth);
                sort(more, until, depth);
                if (isWholeKey(pivot)) {
                    Arrays.sort(starts, less, more);
                    return;
                }
                from = less;
                until = more;
                depth += STEP;
                load(from, until, depth);
            } else {
                sortEqual(less, more, depth, pivot);
                if (below > above) {
                    sort(more, until, depth);
                    until = less;
                } else {
                    sort(from, less, depth);
                    from = more;
                }
            }
        }
        insertionSort(from, until, depth);
    }

    private void sortEqual(int from, int until, int depth, long head) {
        if (isWholeKey(head)) {
            Arrays.sort(starts, from, until);
        } else {
            load(from, until, depth + STEP);
            sort(from, until, depth + STEP);
        }
    }

    private void insertionSort(int from, int until, int depth) {
        for (int i = from + 1; i < until; i++) {
            long head = heads[i];
            int start = starts[i];
            int at = i;
            while (at > from && isBefore(head, start, at - 1, depth)) {
                heads[at] = heads[at - 1];
                starts[at] = starts[at - 1];
                at--;
            }
            heads[at] = head;
            starts[at] = start;
        }
    }

    private boolean isBefore(long head, int start, int other, int depth) {
        if (head != heads[other]) {
            return head < heads[other];
        }
        int order = isWholeKey(head) ? 0 : compareFrom(start, starts[other], depth + STEP);
        return order < 0 || (order == 0 && start < starts[other]);
    }

    private int compareFrom(int start, int other, int depth) {
        int keyBytes = Varints.read(bytes, start);
        int otherBytes = Varints.read(bytes, other);
        int key = keyAt(start, keyBytes);
        int otherKey = keyAt(other, otherBytes);
        return Arrays.compareUnsigned(
                bytes, key + depth, key + keyBytes, bytes, otherKey + depth, otherKey + otherBytes);
    }

    private int keyAt(int start, int keyBytes) {
        int valueLength = start + Varints.size(keyBytes);
        return valueLength + Varints.size(Varints.read(bytes, valueLength));
    }

    /** The median of three, for many rows of nine, taken at random places. */
    private long pivot(int from, int until) {
        if (until - from < 256) {
            return median(sample(from, until), sample(from, until), sample(from, until));
        }
        return median(pivotOfThree(from, until), pivotOfThree(from, until), pivotOfThree(from, until));
    }

    private long pivotOfThree(int from, int until) {
        return median(sample(from, until), sample(from, until), sample(from, until));
    }

    private long sample(int from, int until) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return heads[from + (int) (((random >>> 32) * (until - from)) >>> 32)];
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private void swap(int i, int j) {
        long head = heads[i];
        heads[i] = heads[j];
        heads[j] = head;
        int start = starts[i];
        starts[i] = starts[j];
        starts[j] = start;
    }

    private void load(int from, int until, int depth) {
        for (int i = from; i < until; i++) {
            int start = starts[i];
            int keyBytes = Varints.read(bytes, start);
            heads[i] = head(keyAt(start, keyBytes) + depth, keyBytes - depth);
        }
    }

    /**
     * The next seven bytes of a key, padded with zeros, then how many they are; such that the signed order of heads is the
     * order of the keys, a key before its extensions.
     */
    private long head(int at, int left) {
        if (left == 0) {
            return Long.MIN_VALUE;
        }
        int kept = Math.min(left, STEP);
        long head = (long) LONGS.get(bytes, at) & (-1L << (Long.SIZE - kept * Byte.SIZE));
        return (head | Math.min(left, GOES_ON)) ^ Long.MIN_VALUE;
    }

    private static boolean isWholeKey(long head) {
        return (head & 0xff) != GOES_ON;
    }
}
