package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmallHeapTest {
    private static final int GRANTS = 165_179;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#bundled")
    void a_large_sync_is_imported_and_compacted_in_128_MiB(EngineProvider provider) throws Exception {
        List<String> arguments = List.of(provider.name(), directory.toString(), "" + GRANTS);
        try (ChildJava child = ChildJava.start("128m", SmallHeapJob.class, arguments)) {
            List<String> printed = child.rest();
            assertThat(child.exitCode()).as("%s", printed).isZero();
            assertThat(printed)
                    .anyMatch(line -> line.matches("imported \\d{6} rows, \\d+ spills, compacted \\d{6} rows"));
        }
    }
}
