package io.inlay.bench.anchor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What looks random and is a pure function of a kind, a letter, and an index. */
final class Noise {
    private static final int KIND_SHIFT = 56;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private Noise() {}

    /** The finalizer of splitmix64. */
    static long mix(long value) {
        long x = value + 0x9e3779b97f4a7c15L;
        x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
        x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
        return x ^ x >>> 31;
    }

    static long hash(char kind, long index) {
        return mix((long) kind << KIND_SHIFT | index);
    }

    /** Of any length; a shorter one is the beginning of a longer one. */
    static byte[] bytes(char kind, long index, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long count = 0; bytes.position() < length; count++) {
            bytes.putLong(mix(hash(kind, index) ^ count << Integer.SIZE));
        }
        return Arrays.copyOf(bytes.array(), length);
    }

    /** Less than a day, in microseconds. */
    static long jitterMicros(char kind, long index) {
        long x = mix(hash(kind, index));
        return Long.remainderUnsigned(x, SECONDS_PER_DAY) * MICROS_PER_SECOND
                + (x >>> Integer.SIZE) % MICROS_PER_SECOND;
    }
}
