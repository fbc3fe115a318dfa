package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dinlay.merge.grants=500000} makes the syncs as large as that. */
class SmallHeapMergeTest {
    private static final int SOURCES = 10;
    private static final int GRANTS = Integer.getInteger("inlay.merge.grants", 20_000);

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#bundled")
    void ten_large_syncs_are_merged_in_128_MiB(EngineProvider provider) throws Exception {
        List<String> arguments = List.of(provider.name(), directory.toString(), "" + SOURCES, "" + GRANTS);
        int overlap = GRANTS - GRANTS / 2;
        int grants = SOURCES * GRANTS - (SOURCES - 1) * overlap;
        try (ChildJava child = ChildJava.start("128m", SmallHeapMergeJob.class, arguments)) {
            List<String> printed = child.rest();
            assertThat(child.exitCode()).as("%s", printed).isZero();
            assertThat(printed)
                    .anyMatch(line -> line.startsWith(
                            "merged " + (5 * grants + 2) + " rows, " + (SOURCES - 1) * overlap + " contested"));
        }
    }
}
