package io.inlay.bench.work.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyncWorksTest {
    private static final long GRANTS = 2_000;

    @TempDir
    Path directory;

    private int rounds;

    /** Works that are to have dealt with the same rows, on each engine. */
    static Stream<List<Object>> comparisons() {
        List<List<Work>> sides = List.of(
                List.of(new Compaction(), new RawCopy(), new BatchPuts.OneThread(), new BatchPuts.TwoThreads()),
                List.of(new Merge.OfA(), new RecordwiseMerge.OfA(), new MergedCompaction.OfA()),
                List.of(new Merge.OfB(), new RecordwiseMerge.OfB(), new MergedCompaction.OfB()),
                List.of(new Fold.ByPatch(), new Fold.ByRebuild()));
        return Stream.of("rocksdb", "lmdb").flatMap(engine -> sides.stream().map(works -> List.of(engine, works)));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void all_sides_of_a_comparison_deal_with_the_same_rows(List<Object> given) throws Exception {
        Figures first = null;
        for (Object work : (List<?>) given.get(1)) {
            Figures figures = run((Work) work, (String) given.get(0));
            assertThat(figures.nanos()).isPositive();
            assertThat(figures.records()).isPositive();
            if (first != null) {
                assertThat(List.of(figures.records(), figures.bytes()))
                        .isEqualTo(List.of(first.records(), first.bytes()));
            }
            first = figures;
        }
    }

    private Figures run(Work work, String engine) throws Exception {
        WorkPlace place = place(engine);
        work.prepare(place);
        work.prepare(place); // leaves what is there
        return work.measure(place);
    }

    private WorkPlace place(String engine) throws IOException {
        Path scratch = Files.createDirectory(directory.resolve("scratch-" + rounds++));
        return new WorkPlace(directory.resolve("data"), scratch, engine, GRANTS, Map.of());
    }
}
