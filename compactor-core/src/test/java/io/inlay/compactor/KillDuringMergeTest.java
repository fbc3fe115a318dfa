package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that merges is killed at random instants: the target is then absent, started or merged, whole, in the order in
 * which the process went through these, and the inputs are as they were.
 */
class KillDuringMergeTest {
    private static final int KILLS = 10;
    private static final int LONGEST_MILLIS = 900;
    private static final SyncId DEST = MergeForeverJob.DEST;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#bundled")
    void a_killed_merge_leaves_the_old_target_or_the_new_one(EngineProvider provider) throws Exception {
        List<String> inputs = new ArrayList<>();
        List<List<String>> states = makeStore(provider, inputs);
        Random random = new Random();
        int state = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long millis = random.nextInt(LONGEST_MILLIS);
            List<String> printed = runAndKill(provider, millis);
            String when = "kill " + kill + " after " + millis + " ms and " + printed;
            int acknowledged = printed.isEmpty() ? state : stateAfter(printed.get(printed.size() - 1));
            int next = acknowledged == 0 ? 1 : acknowledged == 1 && !printed.isEmpty() ? 2 : 0;
            state = stateOf(provider, states, inputs, when);
            assertThat(state).as(when).isIn(acknowledged, next);
        }
    }

    private static int stateAfter(String line) {
        return List.of("dropped", "started", "merged").indexOf(line);
    }

    /** Fills the store with inputs; gives the rows of the target when it is absent, started and merged. */
    private List<List<String>> makeStore(EngineProvider provider, List<String> inputs) {
        SyncStore store = TestStores.open(provider, directory);
        for (int i = 1; i <= MergeForeverJob.SOURCES; i++) {
            TestStores.fill(store, SampleAccess.sync(i), new SampleAccess(i, 2_000));
        }
        inputs.addAll(TestStores.rows(store.engine(), KeyRange.all()));
        MergeForeverJob.start(store);
        List<String> started = TestStores.rows(store.engine(), DEST);
        MergeForeverJob.merge(store);
        List<String> merged = TestStores.rows(store.engine(), DEST);
        store.drop(DEST);
        store.engine().close();
        return List.of(List.of(), started, merged);
    }

    private List<String> runAndKill(EngineProvider provider, long millis) throws Exception {
        List<String> arguments = List.of(provider.name(), directory.toString());
        try (ChildJava child = ChildJava.start("256m", MergeForeverJob.class, arguments)) {
            child.readUntil("ready");
            return child.killAfter(millis).stream()
                    .filter(line -> line.matches("dropped|started|merged"))
                    .toList();
        }
    }

    private int stateOf(EngineProvider provider, List<List<String>> states, List<String> inputs, String when) {
        SyncStore store = TestStores.open(provider, directory);
        try {
            assertThat(TestStores.staged(store)).as(when).isEmpty();
            List<String> rows = TestStores.rows(store.engine(), DEST);
            assertThat(states).as(when).contains(rows);
            List<String> others = new ArrayList<>(TestStores.rows(store.engine(), KeyRange.all()));
            others.removeAll(Set.copyOf(rows));
            assertThat(others).as(when).isEqualTo(inputs);
            return states.indexOf(rows);
        } finally {
            store.engine().close();
        }
    }
}
