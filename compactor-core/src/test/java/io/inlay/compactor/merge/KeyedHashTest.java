package io.inlay.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedHashTest {
    /** Vectors of the authors' reference code, vectors.h, for SipHash-2-4: key 00 01 … 0f, input 00 01 … of a length. */
    @ParameterizedTest
    @CsvSource({"0, a3817f04ba25a8e66df67214c7550293", "1, da87c1d86b99af44347659119b22fc45"})
    void the_plain_form_gives_the_vectors_of_the_authors(int length, String expected) {
        long[] hash = plain(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 2, 4, ascending(length));
        byte[] output = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(hash[0])
                .putLong(hash[1])
                .array();
        assertThat(output).asHexString().isEqualToIgnoringCase(expected);
    }

    @Test
    void it_gives_what_the_plain_form_does_with_fewer_rounds() {
        Random random = new Random(7);
        for (int length = 0; length < 70; length++) {
            long key0 = random.nextLong();
            long key1 = random.nextLong();
            KeyedHash hash = new KeyedHash(key0, key1);
            hash.hash(ascending(length), 0, length);
            assertThat(new long[] {hash.first(), hash.second()}).isEqualTo(plain(key0, key1, 1, 3, ascending(length)));
        }
    }

    private static byte[] ascending(int length) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) i;
        }
        return input;
    }

    /** SipHash as the paper describes it, word by word. */
    private static long[] plain(long key0, long key1, int rounds, int finalRounds, byte[] input) {
        long[] v = {
            key0 ^ 0x736f6d6570736575L,
            key1 ^ 0x646f72616e646f6dL ^ 0xee,
            key0 ^ 0x6c7967656e657261L,
            key1 ^ 0x7465646279746573L
        };
        ByteBuffer words = ByteBuffer.allocate((input.length / 8 + 1) * 8).order(ByteOrder.LITTLE_ENDIAN);
        words.put(0, input).put(words.capacity() - 1, (byte) input.length);
        while (words.hasRemaining()) {
            long word = words.getLong();
            v[3] ^= word;
            rounds(v, rounds);
            v[0] ^= word;
        }
        v[2] ^= 0xee;
        rounds(v, finalRounds);
        long first = v[0] ^ v[1] ^ v[2] ^ v[3];
        v[1] ^= 0xdd;
        rounds(v, finalRounds);
        return new long[] {first, v[0] ^ v[1] ^ v[2] ^ v[3]};
    }

    private static void rounds(long[] v, int number) {
        for (int i = 0; i < number; i++) {
            v[0] += v[1];
            v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
            v[0] = Long.rotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
            v[0] += v[3];
            v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
            v[2] += v[1];
            v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }

    @Test
    void it_reads_what_lies_between_the_bounds_and_no_more() {
        Random random = new Random(3);
        KeyedHash hash = KeyedHash.random();
        KeyedHash other = hash.sameKey();
        byte[] bytes = new byte[100];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(bytes);
            int from = random.nextInt(40);
            int until = from + random.nextInt(60);
            hash.hash(bytes, from, until);
            other.hash(Arrays.copyOfRange(bytes, from, until), 0, until - from);
            assertThat(other.first()).isEqualTo(hash.first());
            assertThat(other.second()).isEqualTo(hash.second());
        }
    }
}
