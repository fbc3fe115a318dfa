package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RocksOptionsTest {
    @Test
    void stringsAndBuilderHaveTheSameDefaults() {
        assertThat(RocksOptions.of(Map.of()))
                .usingRecursiveComparison()
                .isEqualTo(RocksOptions.builder().build());
    }

    @Test
    void stringsSetWhatTheBuilderSets() {
        Map<String, String> given = Map.of(
                "readOnly",
                "true",
                "create",
                "false",
                "cache",
                "1GiB",
                "memtable",
                "2MiB",
                "maxOpenFiles",
                "20",
                "maxOpenViews",
                "3",
                "backgroundJobs",
                "4",
                "verifyStaged",
                "true");
        assertThat(RocksOptions.of(given))
                .usingRecursiveComparison()
                .isEqualTo(RocksOptions.builder()
                        .readOnly(true)
                        .create(false)
                        .cacheBytes(1L << 30)
                        .memtableBytes(2L << 20)
                        .maxOpenFiles(20)
                        .maxOpenViews(3)
                        .backgroundJobs(4)
                        .verifyStaged(true)
                        .build());
    }

    @Test
    void wrongValuesAreNamed() {
        assertThatThrownBy(() -> RocksOptions.of(Map.of("cache", "lots")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cache");
        assertThatThrownBy(() -> RocksOptions.builder().maxOpenViews(0))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("maxOpenViews");
    }
}
