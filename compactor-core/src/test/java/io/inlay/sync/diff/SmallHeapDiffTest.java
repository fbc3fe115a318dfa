package io.inlay.sync.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.compactor.ChildJava;
import io.inlay.engine.EngineProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmallHeapDiffTest {
    private static final int GRANTS = 60_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#bundled")
    void two_large_syncs_are_compared_in_24_MiB(EngineProvider provider) throws Exception {
        SyncStore store = TestStores.open(provider, directory);
        TestStores.fill(store, SampleAccess.sync(1), new SampleAccess(1, GRANTS));
        TestStores.fill(store, SampleAccess.sync(2), new SampleAccess(2, GRANTS));
        store.engine().close();

        List<String> arguments = List.of(provider.name(), directory.toString());
        try (ChildJava child = ChildJava.start("24m", SmallHeapDiffJob.class, arguments)) {
            List<String> printed = child.rest();
            assertThat(child.exitCode()).as("%s", printed).isZero();
            // A fifth of each version has other users, and these are two different fifths.
            assertThat(printed).anyMatch(line -> line.startsWith(new DiffCounts(24_000, 24_000, 0, 36_000).toString()));
        }
    }
}
