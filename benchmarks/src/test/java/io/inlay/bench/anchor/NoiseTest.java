package io.inlay.bench.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Values computed from the definition by another program. */
class NoiseTest {
    @Test
    void mixes_as_splitmix64_does() {
        assertThat(Noise.mix(0)).isEqualTo(0xe220a8397b1dcdafL);
        assertThat(Noise.mix(1)).isEqualTo(0x910a2dec89025cc1L);
    }

    @Test
    void hashes_tell_kinds_and_numbers_apart() {
        assertThat(Noise.hash('R', 0)).isEqualTo(0xd078b52219a96734L);
        assertThat(Noise.hash('E', 7)).isEqualTo(0x71939cb4704de426L);
        assertThat(Noise.hash('G', 12_345)).isEqualTo(0x367fe04f891982f1L);
        assertThat(Noise.hash('P', 1)).isEqualTo(0xde0f31850b836f3bL);
    }

    @Test
    void jitter_is_less_than_a_day() {
        assertThat(Noise.jitterMicros('R', 0)).isEqualTo(46_270_682_692L);
        assertThat(Noise.jitterMicros('E', 7)).isEqualTo(32_459_121_918L);
        assertThat(Noise.jitterMicros('G', 12_345)).isEqualTo(46_809_623_785L);
        assertThat(Noise.jitterMicros('G', 1)).isEqualTo(1_795_116_881L);
    }

    @Test
    void bytes_are_little_endian_words_cut_at_the_length() {
        byte[] twenty = HexFormat.of().parseHex("4eeabbf6ea7e1fc9dcadec8883b937f5cd799b8b");
        assertThat(Noise.bytes('a', 5, 20)).isEqualTo(twenty);
        assertThat(Noise.bytes('a', 5, 3)).isEqualTo(Arrays.copyOf(twenty, 3));
        assertThat(Noise.bytes('b', 0, 8)).asHexString().isEqualToIgnoringCase("0ae89b8f1e83caaa");
    }
}
