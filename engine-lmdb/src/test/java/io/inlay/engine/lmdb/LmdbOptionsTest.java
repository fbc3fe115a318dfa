package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Engines;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LmdbOptionsTest {
    @Test
    void strings_and_builder_say_the_same() {
        LmdbOptions parsed = LmdbOptions.parse(Map.of(
                "readOnly", "true", "create", "false", "mapSize", "3GiB", "maxOpenViews", "7", "verify", "true"));
        assertThat(parsed.readOnly()).isTrue();
        assertThat(parsed.create()).isFalse();
        assertThat(parsed.mapSize()).isEqualTo(3L << 30);
        assertThat(parsed.maxOpenViews()).isEqualTo(7);
        assertThat(parsed.verify()).isTrue();
        LmdbOptions defaults = LmdbOptions.parse(Map.of());
        assertThat(defaults)
                .usingRecursiveComparison()
                .isEqualTo(LmdbOptions.builder().build());
        assertThat(defaults.mapSize()).isEqualTo(1L << 40);
    }

    @Test
    void values_out_of_range_are_INVALID() {
        fails(Kind.INVALID, () -> LmdbOptions.parse(Map.of("mapSize", "1KiB")));
        fails(Kind.INVALID, () -> LmdbOptions.parse(Map.of("maxOpenViews", "0")));
        fails(Kind.INVALID, () -> LmdbOptions.builder().mapSize(1));
        fails(Kind.INVALID, () -> LmdbOptions.builder().maxOpenViews(0));
    }

    @Test
    void the_provider_is_found_by_name() {
        assertThat(Engines.provider("lmdb")).isInstanceOf(LmdbEngineProvider.class);
    }
}
