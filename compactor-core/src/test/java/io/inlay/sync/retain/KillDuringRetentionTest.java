package io.inlay.sync.retain;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.compactor.ChildJava;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.sync.Difference;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that lets syncs go again and again is killed at random instants: they are all there then, or none. */
class KillDuringRetentionTest {
    private static final int KILLS = 6;
    private static final int LONGEST_MILLIS = 500;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#bundled")
    void R28_a_killed_retention_has_dropped_all_or_none(EngineProvider provider) throws Exception {
        Random random = new Random();
        int next = 1;
        int acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int millis = random.nextInt(LONGEST_MILLIS);
            List<String> arguments = List.of(provider.name(), directory.toString(), "" + next);
            try (ChildJava child = ChildJava.start("256m", RetainForeverJob.class, arguments)) {
                child.readUntil("retained");
                for (String line : child.killAfter(millis)) {
                    acknowledged = line.matches("\\d+") ? Integer.parseInt(line) : acknowledged;
                }
            }
            List<Integer> left = left(provider, "kill " + kill + " after " + millis + " ms");
            if (!left.isEmpty()) {
                assertThat(left.get(0)).isGreaterThanOrEqualTo(Math.max(acknowledged, 1));
                next = left.get(left.size() - 1) + 1;
            }
        }
    }

    /** The numbers of the syncs in the store: from the last that a retention kept, without a gap. */
    private List<Integer> left(EngineProvider provider, String when) {
        SyncStore store = TestStores.open(provider, directory);
        try {
            List<Integer> numbers = store.runs().stream()
                    .map(SyncRun::id)
                    .map(SampleAccess::number)
                    .toList();
            List<Difference> found = new ArrayList<>();
            new SyncVerifier(store.engine(), found::add).verifyAll();
            assertThat(found).as(when).isEmpty();
            assertThat(TestStores.staged(store)).as(when).isEmpty();
            int layoutStamp = 1;
            int rows = numbers.stream()
                    .mapToInt(number -> TestStores.rows(store.engine(), SampleAccess.sync(number))
                            .size())
                    .sum();
            assertThat(TestStores.rows(store.engine(), KeyRange.all())).as(when).hasSize(rows + layoutStamp);
            if (!numbers.isEmpty()) {
                int first = numbers.get(0);
                assertThat(first == 1 || first % RetainForeverJob.BATCH == 0)
                        .as("%s: %s", when, numbers)
                        .isTrue();
                assertThat(numbers)
                        .as(when)
                        .isEqualTo(IntStream.range(first, first + numbers.size())
                                .boxed()
                                .toList())
                        .hasSizeLessThanOrEqualTo(RetainForeverJob.BATCH + 1);
            }
            return numbers;
        } finally {
            store.engine().close();
        }
    }
}
