package io.inlay.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedHashTest {
    /** Vectors of the authors' reference code, vectors.h: key 00 01 … 0f, input 00 01 … of a length; as two little-endian words. */
    @ParameterizedTest
    @CsvSource({"0, a3817f04ba25a8e66df67214c7550293", "1, da87c1d86b99af44347659119b22fc45"})
    void it_gives_the_vectors_of_its_authors(int length, String expected) {
        KeyedHash hash = new KeyedHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) i;
        }
        hash.hash(input, 0, length);
        byte[] output = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(hash.first())
                .putLong(hash.second())
                .array();
        assertThat(output).asHexString().isEqualToIgnoringCase(expected);
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
            other.hash(ByteBuffer.wrap(bytes, from, until - from).slice());
            assertThat(other.first()).isEqualTo(hash.first());
            assertThat(other.second()).isEqualTo(hash.second());
        }
    }
}
