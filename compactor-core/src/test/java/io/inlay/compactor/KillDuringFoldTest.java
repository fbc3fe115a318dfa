package io.inlay.compactor;

import static io.inlay.compactor.SmallSyncs.grant;
import static io.inlay.compactor.SmallSyncs.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.protobuf.MessageLite;
import io.inlay.engine.EngineProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that folds is killed at random instants: the base then holds the sync of before or after that fold, whole. */
class KillDuringFoldTest {
    private static final int KILLS = 5;
    private static final int FIRST = 2;
    private static final int LAST = 20;
    private static final int LONGEST_MILLIS = 500;
    private static final int GRANTS = 4_000;
    private static final SyncId SYNC = SampleAccess.sync(1);

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#bundled")
    void a_killed_fold_leaves_the_sync_of_before_or_after(EngineProvider provider) throws Exception {
        makeSyncs(provider);
        List<String> states = statesOfOracle(provider);
        Random random = new Random();
        int state = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            List<String> printed = runAndKill(provider, FIRST + state, random.nextInt(LONGEST_MILLIS));
            String when = "kill " + kill + " after " + printed;
            int acknowledged = state + printed.size();
            state = stateOfBase(provider, states, when);
            assertThat(state).as(when).isBetween(acknowledged, acknowledged + 1);
        }
    }

    /** The base and the oracle, and the newer syncs in the source. */
    private void makeSyncs(EngineProvider provider) {
        SyncStore source = TestStores.open(provider, directory.resolve("source"));
        SmallSyncs.finished(source, SyncType.SYNC_TYPE_FULL, 1, 10, records(new Random(1), GRANTS, 10));
        for (int number = FIRST; number <= LAST; number++) {
            List<MessageLite> records = records(new Random(number), GRANTS / 50, 10L * number);
            SmallSyncs.finished(source, SyncType.SYNC_TYPE_PARTIAL, number, 10L * number, records);
        }
        for (String name : List.of("base", "oracle")) {
            SyncStore base = TestStores.open(provider, directory.resolve(name));
            new Compactor(base).copy(source, SYNC);
            base.engine().close();
        }
        source.engine().close();
    }

    private static List<MessageLite> records(Random random, int number, long second) {
        List<MessageLite> records = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            records.add(user("user-" + random.nextInt(GRANTS), "group-" + random.nextInt(9), second));
            records.add(grant(
                    "grant-" + random.nextInt(2 * GRANTS),
                    "e" + random.nextInt(50),
                    "user-" + random.nextInt(GRANTS),
                    second));
        }
        return records;
    }

    /** What the sync holds after each fold, made without kills. */
    private List<String> statesOfOracle(EngineProvider provider) {
        SyncStore oracle = TestStores.open(provider, directory.resolve("oracle"));
        SyncStore source = TestStores.open(provider, directory.resolve("source"));
        List<String> states = new ArrayList<>();
        states.add(digest(oracle));
        for (int number = FIRST; number <= LAST; number++) {
            FoldForeverJob.fold(oracle, source, number);
            states.add(digest(oracle));
        }
        oracle.engine().close();
        source.engine().close();
        return states;
    }

    private static String digest(SyncStore store) {
        Hasher hasher = Hashing.sha256().newHasher();
        TestStores.rows(store.engine(), SYNC).forEach(row -> hasher.putUnencodedChars(row));
        return hasher.hash().toString();
    }

    private List<String> runAndKill(EngineProvider provider, int first, long millis) throws Exception {
        List<String> arguments = List.of(
                provider.name(),
                directory.resolve("base").toString(),
                directory.resolve("source").toString(),
                "" + first,
                "" + LAST);
        try (ChildJava child = ChildJava.start("256m", FoldForeverJob.class, arguments)) {
            child.readUntil("ready");
            return child.killAfter(millis).stream()
                    .filter(line -> line.matches("[0-9]+"))
                    .toList();
        }
    }

    private int stateOfBase(EngineProvider provider, List<String> states, String when) {
        SyncStore base = TestStores.open(provider, directory.resolve("base"));
        try {
            assertThat(TestStores.staged(base)).as(when).isEmpty();
            String rows = digest(base);
            assertThat(states).as(when).contains(rows);
            return states.indexOf(rows);
        } finally {
            base.engine().close();
        }
    }
}
