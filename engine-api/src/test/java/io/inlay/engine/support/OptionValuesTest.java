package io.inlay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.OptionSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionValuesTest {
    private static OptionValues values(Map<String, String> given) {
        return new OptionValues(
                "test", List.of(OptionSpec.READ_ONLY, new OptionSpec("cache", "64MiB", "cache in bytes")), given);
    }

    @Test
    void reads_defaults_and_units() {
        assertThat(values(Map.of()).flag("readOnly")).isFalse();
        assertThat(values(Map.of()).bytes("cache", 0, 1L << 40)).isEqualTo(64L << 20);
        assertThat(values(Map.of("cache", "3")).bytes("cache", 0, 10)).isEqualTo(3);
        assertThat(values(Map.of("cache", "3B")).bytes("cache", 0, 10)).isEqualTo(3);
        assertThat(values(Map.of("cache", "2KiB")).bytes("cache", 0, 1L << 40)).isEqualTo(2048);
        assertThat(values(Map.of("cache", "7")).number("cache", 1, 7)).isEqualTo(7);
    }

    @Test
    void names_what_was_wrong_and_what_would_be_right() {
        assertThatThrownBy(() -> values(Map.of("cash", "1")))
                .hasMessageContaining("cash")
                .hasMessageContaining("cache, readOnly");
        assertThatThrownBy(() -> values(Map.of("readOnly", "yes")).flag("readOnly"))
                .hasMessageContaining("true or false");
        for (String wrong : List.of("", "-1", "1.5GiB", "12MB", "999999999999999999TiB", "11")) {
            assertThatThrownBy(() -> values(Map.of("cache", wrong)).bytes("cache", 0, 10))
                    .hasMessageContaining("bytes from 0 to 10");
        }
        assertThatThrownBy(() -> values(Map.of("cache", "8")).number("cache", 1, 7))
                .hasMessageContaining("from 1 to 7");
    }
}
