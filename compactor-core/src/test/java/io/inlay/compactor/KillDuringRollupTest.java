package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that rolls up is killed half-way: what it did is whole and is skipped by the next one, which does the rest. */
class KillDuringRollupTest {
    private static final int LAST = 7;
    private static final int LONGEST_MILLIS = 40;
    private static final List<SyncId> SYNCS = RollupJob.syncs(LAST);

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#bundled")
    void a_killed_rollup_goes_on_where_it_was(EngineProvider provider) throws Exception {
        SyncStore source = TestStores.open(provider, directory.resolve("source"));
        for (int i = 0; i < LAST; i++) {
            TestStores.fill(source, SYNCS.get(i), new SampleAccess(i, 3_000));
        }
        source.engine().close();
        Random random = new Random();
        for (int commits : new int[] {2, 5}) {
            String name = "base-" + commits;
            killAtCommit(provider, name, commits, random.nextInt(LONGEST_MILLIS));
            assertResumed(provider, name, commits);
        }
    }

    private void killAtCommit(EngineProvider provider, String name, int commits, long millis)
            throws IOException, InterruptedException {
        List<String> arguments = List.of(
                provider.name(),
                directory.resolve(name).toString(),
                directory.resolve("source").toString(),
                "" + LAST);
        try (ChildJava child = ChildJava.start("256m", RollupJob.class, arguments)) {
            for (int i = 0; i < commits; i++) {
                child.readUntil("commit");
            }
            child.killAfter(millis);
        }
    }

    private void assertResumed(EngineProvider provider, String name, int commits) {
        SyncStore base = TestStores.open(provider, directory.resolve(name));
        SyncStore source = TestStores.open(provider, directory.resolve("source"));
        try {
            assertThat(TestStores.staged(base)).isEmpty();
            List<SyncId> there = new ArrayList<>();
            for (SyncId sync : SYNCS) {
                List<String> rows = TestStores.rows(base.engine(), sync);
                if (!rows.isEmpty()) {
                    assertThat(rows).isEqualTo(TestStores.rows(source.engine(), sync));
                    there.add(sync);
                }
            }
            assertThat(there).hasSizeGreaterThanOrEqualTo(commits - 1).isEqualTo(SYNCS.subList(0, there.size()));

            RollupResult rest = new Compactor(base).rollup(source, SYNCS);

            assertThat(rest.skipped()).isEqualTo(there);
            assertThat(rest.compacted()).hasSize(LAST - there.size());
            for (SyncId sync : SYNCS) {
                assertThat(TestStores.rows(base.engine(), sync)).isEqualTo(TestStores.rows(source.engine(), sync));
            }
        } finally {
            base.engine().close();
            source.engine().close();
        }
    }
}
