package io.inlay.compactor.merge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the separators of a key's elements, bytes 00, eight bytes looked at at once. */
final class Separators {
    /** How many bytes an array must have behind the key's end; what is in them does not matter. */
    static final int SPARE = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

    private Separators() {}

    /** How many there are from one index up to another. */
    static int count(byte[] key, int from, int until) {
        int count = 0;
        for (int at = from; at < until; at += Long.BYTES) {
            long found = marked(key, at);
            int left = until - at;
            if (left < Long.BYTES) {
                found &= (1L << (Byte.SIZE * left)) - 1;
            }
            count += Long.bitCount(found);
        }
        return count;
    }

    /**
     * Where the last elements begin.
     *
     * @param from index of the first element, at least 8; a separator, that of the sync id, lies before it
     * @param number at least 1
     * @return -1 if there are fewer
     */
    static int lastElements(byte[] key, int from, int until, int number) {
        int missing = number;
        int first = from - 1;
        for (int at = until - Long.BYTES; at > first - Long.BYTES; at -= Long.BYTES) {
            long found = marked(key, at) & -1L << (Byte.SIZE * Math.max(0, first - at));
            for (; found != 0; found ^= Long.highestOneBit(found)) {
                missing--;
                if (missing == 0) {
                    return at + Long.BYTES - Long.numberOfLeadingZeros(found) / Byte.SIZE;
                }
            }
        }
        return -1;
    }

    /** Eight bytes, each 80 where there is a separator and 00 where not. */
    private static long marked(byte[] key, int at) {
        long bytes = (long) LONGS.get(key, at);
        return ~(((bytes & LOW_BITS) + LOW_BITS) | bytes | LOW_BITS);
    }
}
