package io.inlay.compactor.merge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-1-3 with 128 bits of output, after Aumasson and Bernstein (2012) and the authors' reference code. Its key is random
 * and no hash is told, so nobody can prepare keys that collide; that is why the variant with the fewest rounds
 * will do. For one thread; {@link #sameKey} gives others for other threads.
 */
final class KeyedHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FINAL_ROUNDS = 3;

    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long first;
    private long second;

    KeyedHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    static KeyedHash random() {
        SecureRandom random = new SecureRandom();
        return new KeyedHash(random.nextLong(), random.nextLong());
    }

    /** Another one that gives the same hashes. */
    KeyedHash sameKey() {
        return new KeyedHash(key0, key1);
    }

    /** Hashes the bytes from one index up to another. */
    void hash(byte[] bytes, int from, int until) {
        start();
        int at = from;
        for (; at + Long.BYTES <= until; at += Long.BYTES) {
            take((long) LONGS.get(bytes, at));
        }
        long last = (long) (until - from) << 56;
        for (int shift = 0; at < until; at++, shift += 8) {
            last |= (bytes[at] & 0xffL) << shift;
        }
        take(last);
        v2 ^= 0xee;
        finish();
    }

    /** The first 64 bits of the last hash. */
    long first() {
        return first;
    }

    /** The other 64 bits of the last hash. */
    long second() {
        return second;
    }

    private void start() {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
    }

    private void take(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private void finish() {
        for (int i = 0; i < FINAL_ROUNDS; i++) {
            round();
        }
        first = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        for (int i = 0; i < FINAL_ROUNDS; i++) {
            round();
        }
        second = v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }
}
