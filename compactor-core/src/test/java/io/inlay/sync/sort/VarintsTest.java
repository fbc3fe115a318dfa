package io.inlay.sync.sort;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarintsTest {
    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456, Integer.MAX_VALUE})
    void a_number_is_read_as_it_was_written(int number) {
        byte[] bytes = new byte[10];
        int end = Varints.write(bytes, 3, number);
        assertThat(end).isEqualTo(3 + Varints.size(number));
        assertThat(Varints.read(bytes, 3)).isEqualTo(number);
    }
}
