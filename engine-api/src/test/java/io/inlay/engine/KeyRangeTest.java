package io.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
    private static byte[] key(int... bytes) {
        byte[] key = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            key[i] = (byte) bytes[i];
        }
        return key;
    }

    @Test
    void is_half_open() {
        KeyRange range = KeyRange.of(key(1), key(3));
        assertThat(range.contains(key(1))).isTrue();
        assertThat(range.contains(key(2, 0xff))).isTrue();
        assertThat(range.contains(key(3))).isFalse();
        assertThat(range.contains(ByteBuffer.wrap(key(9, 2, 9), 1, 1))).isTrue();
        assertThat(range.contains(key())).isFalse();
    }

    @Test
    void without_until_the_end_is_open() {
        assertThat(KeyRange.of(key(0xff), null).contains(key(0xff, 0xff, 0xff))).isTrue();
        assertThat(KeyRange.all().contains(key())).isTrue();
    }

    @Test
    void refuses_to_start_after_its_end() {
        assertThatThrownBy(() -> KeyRange.of(key('b'), key('a')))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INVALID))
                .hasMessageContaining("[b, a)");
    }

    @Test
    void keeps_its_bounds_whatever_becomes_of_the_arrays() {
        byte[] from = key(1);
        KeyRange range = KeyRange.of(from, null);
        from[0] = 9;
        range.from()[0] = 9;
        assertThat(range.from()).containsExactly(1);
    }

    @Test
    void prefix_ends_before_the_next_prefix() {
        assertThat(KeyRange.prefix(key(1, 2))).isEqualTo(KeyRange.of(key(1, 2), key(1, 3)));
        assertThat(KeyRange.prefix(key(1, 0xff))).isEqualTo(KeyRange.of(key(1, 0xff), key(2)));
        assertThat(KeyRange.prefix(key(0xff, 0xff))).isEqualTo(KeyRange.of(key(0xff, 0xff), null));
    }

    @Test
    void single_holds_one_key() {
        KeyRange single = KeyRange.single(key(5));
        assertThat(single.contains(key(5))).isTrue();
        assertThat(single.contains(key(5, 0))).isFalse();
    }

    @Test
    void adjacent_and_empty_ranges_do_not_overlap() {
        KeyRange low = KeyRange.of(key(1), key(2));
        KeyRange high = KeyRange.of(key(2), null);
        assertThat(low.overlaps(high)).isFalse();
        assertThat(high.overlaps(low)).isFalse();
        assertThat(KeyRange.of(key(1, 5), key(1, 5)).overlaps(low)).isFalse();
        assertThat(KeyRange.all().overlaps(low)).isTrue();
        assertThat(KeyRange.of(key(1, 0xff), key(3)).overlaps(low)).isTrue();
    }
}
