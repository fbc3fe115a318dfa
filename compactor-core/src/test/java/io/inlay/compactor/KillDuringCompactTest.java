package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that compacts is killed at random instants: the base then holds the old sync or the new one, whole. */
class KillDuringCompactTest {
    private static final int KILLS = 10;
    private static final int LONGEST_MILLIS = 900;
    private static final SyncId SYNC = SampleAccess.sync(1);
    private static final SyncId OTHER = SampleAccess.sync(2);

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#bundled")
    void a_killed_compaction_leaves_the_old_sync_or_the_new_one(EngineProvider provider) throws Exception {
        List<List<String>> states = List.of(
                makeSource(provider, "first", new SampleAccess(1, 3_000)),
                makeSource(provider, "second", new SampleAccess(2, 2_500)));
        List<String> other = makeBase(provider);
        Random random = new Random();
        int state = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long millis = random.nextInt(LONGEST_MILLIS);
            List<String> printed = runAndKill(provider, millis);
            String when = "kill " + kill + " after " + millis + " ms and " + printed.size() + " compactions";
            int acknowledged = printed.isEmpty() ? state : Integer.parseInt(printed.get(printed.size() - 1));
            int next = printed.size() % 2;
            state = stateOfBase(provider, states, other, when);
            assertThat(state).as(when).isIn(acknowledged, next);
        }
    }

    private List<String> makeSource(EngineProvider provider, String name, SampleAccess sample) {
        SyncStore store = TestStores.open(provider, directory.resolve(name));
        TestStores.fill(store, SYNC, sample);
        List<String> rows = TestStores.rows(store.engine(), SYNC);
        store.engine().close();
        return rows;
    }

    /** The base begins as the first source; gives the rows of the other sync in it. */
    private List<String> makeBase(EngineProvider provider) {
        SyncStore base = TestStores.open(provider, directory.resolve("base"));
        TestStores.fill(base, SYNC, new SampleAccess(1, 3_000));
        TestStores.fill(base, OTHER, new SampleAccess(3, 200));
        List<String> other = TestStores.rows(base.engine(), OTHER);
        base.engine().close();
        return other;
    }

    /** What the process printed after it was ready: a line for each compaction that returned, with the source's number. */
    private List<String> runAndKill(EngineProvider provider, long millis) throws Exception {
        List<String> arguments = List.of(
                provider.name(),
                directory.resolve("base").toString(),
                directory.resolve("first").toString(),
                directory.resolve("second").toString());
        try (ChildJava child = ChildJava.start("256m", CompactForeverJob.class, arguments)) {
            child.readUntil("ready");
            return child.killAfter(millis).stream()
                    .filter(line -> line.matches("[01]"))
                    .toList();
        }
    }

    private int stateOfBase(EngineProvider provider, List<List<String>> states, List<String> other, String when) {
        SyncStore base = TestStores.open(provider, directory.resolve("base"));
        try {
            assertThat(TestStores.staged(base)).as(when).isEmpty();
            assertThat(TestStores.rows(base.engine(), OTHER)).as(when).isEqualTo(other);
            List<String> rows = TestStores.rows(base.engine(), SYNC);
            assertThat(states).as(when).contains(rows);
            int layoutStamp = 1;
            assertThat(TestStores.rows(base.engine(), KeyRange.all()))
                    .as(when)
                    .hasSize(rows.size() + other.size() + layoutStamp);
            return states.indexOf(rows);
        } finally {
            base.engine().close();
        }
    }
}
