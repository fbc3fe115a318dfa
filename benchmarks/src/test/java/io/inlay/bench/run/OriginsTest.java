package io.inlay.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginsTest {
    @Test
    void no_version_of_a_library_that_figures_depend_on_is_missing() throws IOException {
        Map<String, String> versions = Origins.libraries();
        assertThat(versions)
                .containsKeys("rocksdbjni", "h2-mvstore", "xodus", "lmdbjava", "guava", "protobuf", "inlay")
                .containsKeys("engine rocksdb", "engine lmdb", "engine mvstore");
        assertThat(versions.values()).noneMatch(version -> version.isBlank() || version.contains("$"));
        assertThat(versions.get("rocksdbjni")).matches("[0-9]+(\\.[0-9]+)+.*");
    }
}
