package io.inlay.sync;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Number and fingerprint of a set of keys, whatever their order: the sums, modulo 2<sup>64</sup>, of two keyed hashes of
 * each. Different sets have equal sums with a probability of about 2<sup>-128</sup>; the hash keys are random, so nobody
 * can prepare such sets.
 */
final class KeySum {
    private final Hashes hashes;
    private long count;
    private long first;
    private long second;

    KeySum(Hashes hashes) {
        this.hashes = hashes;
    }

    /** Two SipHash-2-4 functions with random keys; only sums over the same two can be compared. */
    record Hashes(HashFunction first, HashFunction second) {
        static Hashes random() {
            SecureRandom random = new SecureRandom();
            return new Hashes(
                    Hashing.sipHash24(random.nextLong(), random.nextLong()),
                    Hashing.sipHash24(random.nextLong(), random.nextLong()));
        }
    }

    /** Adds a key; the buffer keeps its position. */
    void add(ByteBuffer key) {
        count++;
        first += hashes.first().hashBytes(key.duplicate()).asLong();
        second += hashes.second().hashBytes(key.duplicate()).asLong();
    }

    long count() {
        return count;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeySum sum && count == sum.count && first == sum.first && second == sum.second;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }
}
