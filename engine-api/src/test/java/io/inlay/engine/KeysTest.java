package io.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void buffers_and_arrays_compare_alike() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] a = new byte[random.nextInt(5)];
            byte[] b = new byte[random.nextInt(5)];
            for (int at = 0; at < a.length; at++) {
                a[at] = (byte) (random.nextInt(3) - 1);
            }
            for (int at = 0; at < b.length; at++) {
                b[at] = (byte) (random.nextInt(3) - 1);
            }
            assertThat(Integer.signum(Keys.compare(ByteBuffer.wrap(a), ByteBuffer.wrap(b))))
                    .isEqualTo(Integer.signum(Keys.compare(a, b)));
        }
    }

    @Test
    void a_key_sorts_before_its_extensions_and_bytes_are_unsigned() {
        assertThat(Keys.compare(new byte[] {1}, new byte[] {1, 0})).isNegative();
        assertThat(Keys.compare(new byte[] {(byte) 0x80}, new byte[] {0x7f})).isPositive();
    }

    @Test
    void upper_bound_drops_trailing_ff() {
        assertThat(Keys.upperBound(new byte[] {1, 2})).containsExactly(1, 3);
        assertThat(Keys.upperBound(new byte[] {1, (byte) 0xff})).containsExactly(2);
        assertThat(Keys.upperBound(new byte[] {(byte) 0xff, (byte) 0xff})).isNull();
        assertThat(Keys.upperBound(new byte[0])).isNull();
    }

    @Test
    void messages_escape_control_bytes_and_cut_long_keys() {
        assertThat(Keys.printable(new byte[] {'a', 0, '\n', (byte) 0x80})).isEqualTo("a\\x00\\x0a\\x80");
        assertThat(Keys.printable("x".repeat(81).getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("x".repeat(80) + "… (81 bytes)");
        assertThat(Keys.printable("a\u001bb")).isEqualTo("a\\u001bb");
        assertThat(Keys.printable("\n".repeat(81))).isEqualTo("\\u000a".repeat(80) + "…");
    }

    @Test
    void messages_of_failures_are_escaped_once_and_not_cut() {
        String path = "/a\nb/" + "c".repeat(500) + Keys.printable("\t");
        EngineException failure = new EngineException(EngineException.Kind.CORRUPT, path);
        assertThat(failure).hasMessage("/a\\u000ab/" + "c".repeat(500) + "\\u0009");
        assertThat(Keys.escaped("é\u0085𝄞\\u000a")).isEqualTo("é\\u0085𝄞\\u000a");
    }
}
