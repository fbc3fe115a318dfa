package io.inlay.bench.work.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.inlay.bench.run.Jdk;
import io.inlay.bench.run.Round;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every work of an engine by itself, small: it can be measured again and again, and both sides of a comparison see the same. */
class EngineWorksTest {
    private static final long SIZE = 20_000;
    private static final long SMALL = 2_000;
    private static final long CHILD_SECONDS = 600;

    @TempDir
    private Path directory;

    private Path data;
    private int rounds;

    private WorkPlace place(String engine) throws IOException {
        return place(engine, SIZE);
    }

    private WorkPlace place(String engine, long size) throws IOException {
        data = Files.createDirectories(directory.resolve("data"));
        Path scratch = Files.createDirectory(directory.resolve("scratch-" + rounds++));
        return new WorkPlace(data, scratch, engine, size, Map.of());
    }

    /** Prepares twice and measures twice, as a runner does with more rounds; gives what the second round measured. */
    private Figures run(Work work, String engine) throws Exception {
        work.prepare(place(engine));
        work.prepare(place(engine));
        Figures first = work.measure(place(engine));
        WorkPlace place = place(engine);
        Figures second = work.measure(place);
        assertThat(first.nanos()).isPositive();
        assertThat(second.nanos()).isPositive();
        assertThat(second.records()).isEqualTo(first.records());
        assertThat(second.bytes()).isEqualTo(second.records() * NumberedRecords.RECORD_BYTES);
        assertThat(second.more().get("first.nanos")).isGreaterThanOrEqualTo((double) second.nanos());
        assertThat(second.more().get("median.nanos")).isGreaterThanOrEqualTo((double) second.nanos());
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".building"));
        }
        return second;
    }

    @Test
    void a_durable_copy_is_of_the_bytes_of_all_records() throws Exception {
        Figures figures = run(new DurableCopy(), "none");
        assertThat(figures.records()).isEqualTo(SIZE);
        assertThat(data.resolve("raw-" + SIZE)).hasSize(SIZE * NumberedRecords.RECORD_BYTES);
    }

    @Test
    void a_scan_of_the_engine_and_the_loop_over_rocksdb_see_the_same() throws Exception {
        compareScans(new RocksNativeScan(), "rocksdb");
    }

    @Test
    void a_scan_of_the_engine_and_the_loop_over_lmdb_see_the_same() throws Exception {
        compareScans(new LmdbNativeScan(), "lmdb");
    }

    private void compareScans(Work loop, String engine) throws Exception {
        Figures scan = run(new CursorScan(), engine);
        assertThat(scan.records()).isEqualTo(SIZE);
        Optional<Jdk> jdk = Jdk.atLeast(NativeScan.LEAST_JDK, Map.of());
        if (jdk.isEmpty()) {
            System.out.println("not verified: a loop over a native library, for want of a JDK " + NativeScan.LEAST_JDK);
            return;
        }
        JsonObject sample = inChild(jdk.get(), loop, place(engine));
        assertThat(sample.get("records").getAsLong()).isEqualTo(SIZE);
        assertThat(sample.get("bytes").getAsLong()).isEqualTo(scan.bytes());
        assertThat(sample.getAsJsonObject("more").get(Pass.SUM).getAsDouble())
                .isEqualTo(scan.more().get(Pass.SUM));
    }

    /** Measures a work in a process of another JDK and gives what that printed. */
    private JsonObject inChild(Jdk jdk, Work work, WorkPlace place) throws Exception {
        List<String> command = new ArrayList<>(jdk.command());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Round.class.getName()));
        command.addAll(Round.arguments(Round.MEASURE, work.getClass().getName(), place));
        Path printed = place.scratch().resolve("printed");
        Path complaints = place.scratch().resolve("complaints");
        Process child = new ProcessBuilder(command)
                .redirectOutput(printed.toFile())
                .redirectError(complaints.toFile())
                .start();
        try {
            boolean ended = child.waitFor(CHILD_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(complaints);
            assertThat(ended).as("ended within %s s: %s", CHILD_SECONDS, said).isTrue();
            assertThat(child.exitValue()).as(said).isZero();
        } finally {
            child.destroyForcibly();
        }
        return JsonParser.parseString(Files.readString(printed)).getAsJsonObject();
    }

    @Test
    void a_loop_over_a_library_refuses_the_stores_of_another() {
        assertThatThrownBy(() -> new LmdbNativeScan().prepare(place("rocksdb")))
                .hasMessage("LmdbLoop reads stores of lmdb, not of rocksdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb", "mvstore"})
    void a_replace_of_all_values_writes_them(String engine) throws Exception {
        Figures figures = run(new ReplaceAllChanged(), engine);
        assertThat(figures.records()).isEqualTo(SIZE);
        assertThat(figures.more().get("bytes.copied") + figures.more().get("bytes.linked"))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void a_replace_of_few_values_leaves_one_record_in_ten_changed_ones_out_and_takes_one_in(String engine)
            throws Exception {
        Figures figures = run(new ReplaceFewChanged(), engine);
        assertThat(figures.records()).isEqualTo(SIZE);
    }

    @Test
    void a_replace_by_the_same_writes_nothing_where_differences_are_written() throws Exception {
        Figures figures = run(new ReplaceIdentical(), "lmdb");
        assertThat(figures.records()).isEqualTo(SIZE);
        assertThat(figures.more()).containsEntry("bytes.copied", 0.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void a_writer_is_timed_while_a_range_beside_it_is_replaced(String engine) throws Exception {
        Figures figures = twice(new WritersHeld(), engine);
        assertThat(figures.records()).isEqualTo(20 * SMALL);
        // 0 where the machine let no put begin during a replace
        assertThat(figures.more().get(WritersHeld.LONGEST)).isNotNegative();
        assertThat(figures.more().get("put.longest.worst.micros"))
                .isGreaterThanOrEqualTo(figures.more().get(WritersHeld.LONGEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb", "mvstore"})
    void many_replaces_leave_what_the_last_one_gave(String engine) throws Exception {
        Figures figures = twice(new ManyReplaces(), engine);
        assertThat(figures.records()).isEqualTo(20 * SMALL);
        assertThat(figures.more().get("disk.bytes")).isPositive();
        assertThat(figures.more().get("disk.amplification")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb", "mvstore"})
    void snapshots_are_opened_and_closed(String engine) throws Exception {
        assertThat(twice(new SnapshotCost(), engine).records()).isPositive();
    }

    private Figures twice(Work work, String engine) throws Exception {
        work.prepare(place(engine, SMALL));
        work.measure(place(engine, SMALL));
        Figures figures = work.measure(place(engine, SMALL));
        assertThat(figures.nanos()).isPositive();
        return figures;
    }
}
