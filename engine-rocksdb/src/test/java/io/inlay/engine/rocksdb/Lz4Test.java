package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

/** Both ways of compressing give what can be uncompressed, and in no more room than was asked for. */
class Lz4Test {
    @Test
    void whatIsCompressedComesBack() {
        for (Lz4 lz4 : new Lz4[] {Lz4.inJava(), Lz4.fastest()}) {
            Random random = new Random(5);
            for (int length : new int[] {0, 1, 12, 100, 32_768, 65_536, 1_200_000}) {
                byte[] content = new byte[length + 3];
                random.nextBytes(content);
                check(lz4, content, length);
                check(lz4, new byte[length], length);
            }
        }
    }

    private static void check(Lz4 lz4, byte[] content, int length) {
        byte[] compressed = new byte[7 + lz4.mostBytes(length)];
        int size = lz4.compress(content, length, compressed, 7);
        byte[] back = new byte[length];
        assertThat(LZ4Factory.safeInstance().safeDecompressor().decompress(compressed, 7, size, back, 0))
                .isEqualTo(length);
        assertThat(back).isEqualTo(Arrays.copyOf(content, length));
    }
}
