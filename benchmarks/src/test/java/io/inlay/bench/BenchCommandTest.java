package io.inlay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.bench.catalogue.Row;
import io.inlay.bench.catalogue.TestRows;
import io.inlay.bench.result.Goal;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.ResultsFile;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.SideResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over rows that do next to nothing: what it writes, says and leaves behind. */
class BenchCommandTest {
    private static final long SECONDS = 600;

    /** Of each engine what it may take and 128 MiB: enough for RocksDB, not for LMDB. */
    private static final long FREE_MEMORY = 828L << 20;

    @TempDir
    Path root;

    private Path work;
    private Path out;

    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void makeDirectories() throws IOException {
        work = Files.createDirectory(root.resolve("work"));
        out = root.resolve("out");
    }

    private Ran bench(List<Row> rows, String... arguments) {
        return bench(FREE_MEMORY, rows, arguments);
    }

    private Ran bench(long freeMemory, List<Row> rows, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        addUnlessGiven(all, "--dir", work.toString());
        addUnlessGiven(all, "--out", out.toString());
        addUnlessGiven(all, "--rounds", "2");
        int code = Main.run(
                new Terminal(
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        new PrintStream(complained, true, StandardCharsets.UTF_8),
                        all,
                        "",
                        new Ending()),
                rows,
                () -> freeMemory);
        return new Ran(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    }

    private static void addUnlessGiven(List<String> arguments, String option, String value) {
        if (!arguments.contains(option)) {
            arguments.addAll(List.of(option, value));
        }
    }

    private void refused(int code, Ran ran, String... parts) {
        assertThat(ran.err()).startsWith("inlay: ").contains(parts);
        assertThat(ran.err().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.code()).isEqualTo(code);
        assertThat(out).doesNotExist();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void a_run_measures_all_rows_and_leaves_nothing_but_its_results() {
        Ran ran = bench(TestRows.rows());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(work).isEmptyDirectory();
        assertThat(out).isDirectoryContaining("glob:**results.json").isDirectoryContaining("glob:**report.html");
        Results results = ResultsFile.read(out.resolve("results.json"));
        assertThat(results.complete()).isTrue();
        assertThat(results.rows()).extracting(RowResult::id).containsExactly("peer", "scale", "plain");
        RowResult peer = results.rows().get(0);
        assertThat(peer.sizes().get(0).sides())
                .extracting(side -> side.rounds().size())
                .containsExactly(2, 2, 2);
        assertThat(peer.sizes().get(0).subject().median("disk.written.bytes")).isEqualTo(4096);
        Goal goal = Objects.requireNonNull(peer.goal());
        assertThat(goal.value().value()).isEqualTo(10);
        assertThat(goal.verdict()).isEqualTo(Goal.Verdict.REACHED);
        assertThat(Objects.requireNonNull(results.rows().get(1).goal()).value().value())
                .isEqualTo(1);
        assertThat(ran.out()).contains("✓ reached: 10 × as fast, at least 8 ×");
    }

    @Test
    void quick_takes_the_small_sizes_and_tells_what_it_left_out() {
        Ran ran = bench(TestRows.rows(), "--quick", "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        Results results = ResultsFile.read(out.resolve("results.json"));
        assertThat(results.rows()).extracting(row -> row.sizes().get(0).size()).containsExactly(1_000_000L);
        assertThat(results.leftOut()).hasSize(2);
        assertThat(ran.out()).isEqualTo(ResultsFile.json(results));
    }

    @Test
    void a_side_that_fails_is_told_and_the_others_go_on() {
        Ran ran = bench(List.of(TestRows.failing(), TestRows.rows().get(2)));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("inlay: a side failed, see there: failing on rocksdb");
        assertThat(ran.out()).contains("failing peer was not measured: exit code 1", "no luck <today>");
        Results results = ResultsFile.read(out.resolve("results.json"));
        assertThat(results.rows()).hasSize(2);
        assertThat(Objects.requireNonNull(results.rows().get(0).goal()).verdict())
                .isEqualTo(Goal.Verdict.NOT_MEASURED);
        assertThat(out.resolve("report.html")).content().contains("no luck &lt;today&gt;");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void a_side_without_a_jdk_is_said_to_be_not_measured() {
        Ran ran = bench(List.of(TestRows.withoutJdk()));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("not measured: peer of tomorrow of tomorrow needs a JDK 9999+");
        RowResult row = ResultsFile.read(out.resolve("results.json")).rows().get(0);
        assertThat(row.sizes().get(0).sides())
                .extracting(SideResult::isMeasured)
                .containsExactly(true, false);
    }

    @Test
    void what_is_not_known_lists_what_is() {
        refused(2, bench(TestRows.rows(), "--engine", "papyrus"), "no engine \"papyrus\"", "rocksdb", "lmdb");
        refused(2, bench(TestRows.rows(), "--only", "papyrus"), "no row \"papyrus\"", "peer, scale, plain");
        refused(2, bench(TestRows.rows(), "--rounds", "1"), "--rounds 1");
        refused(2, bench(TestRows.rows(), "--papyrus"), "--papyrus", "inlay bench --help");
        refused(3, bench(TestRows.rows(), "--engine", "lmdb"), "nothing to measure");
    }

    @Test
    void too_little_disk_is_told_before_anything_is_written() {
        refused(1, bench(List.of(TestRows.huge())), "1,099,511,627,776 MiB of disk are needed in " + work, "are free");
    }

    @Test
    void too_little_memory_is_told_before_anything_is_written() {
        refused(
                1,
                bench(FREE_MEMORY - 1, TestRows.rows()),
                "828 MiB of memory are needed, and 827 MiB are available; --quick and --only measure less");
    }

    @Test
    void a_place_that_cannot_be_written_is_told() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        refused(2, bench(TestRows.rows(), "--out", file.toString()), "--out " + file + " cannot be written");
        refused(2, bench(TestRows.rows(), "--dir", file.toString()), "--dir " + file);
    }

    @Test
    void older_results_that_are_none_are_refused() throws IOException {
        Path old = root.resolve("old.json");
        refused(2, bench(TestRows.rows(), "--compare", old.toString()), old + ": no such file");
        for (String foreign : List.of("", "[]", "{", "{\"format\": 7}", "\u0000\uffff", "{\"version\": 1}")) {
            Files.writeString(old, foreign);
            refused(
                    2,
                    bench(TestRows.rows(), "--compare", old.toString()),
                    old + " is not a results file of inlay bench");
        }
        Files.writeString(old, "{\"format\": \"inlay-bench\", \"version\": 2}");
        refused(2, bench(TestRows.rows(), "--compare", old.toString()), old + " is of version 2", "reads 1");
        Files.writeString(old, "{\"format\": \"inlay-bench\", \"version\": 1, \"rows\": [{}]}");
        refused(2, bench(TestRows.rows(), "--compare", old.toString()), old + " is damaged");
        refused(2, bench(TestRows.rows(), "--compare", root.toString()), root + " is not a file");
    }

    @Test
    void slower_than_older_results_beyond_noise_has_an_exit_code_of_its_own() throws IOException {
        assertThat(bench(TestRows.rows(), "--only", "plain").code()).isZero();
        String now = Files.readString(out.resolve("results.json"));
        Path same = Files.writeString(root.resolve("same.json"), now);
        Path faster = Files.writeString(root.resolve("faster.json"), now.replace("anos\": 5000", "anos\": 4000"));
        Path elsewhere = Files.writeString(
                root.resolve("elsewhere.json"), Files.readString(faster).replace("\"cores\": ", "\"cores\": 1"));
        Ran ran = bench(
                List.of(),
                "--read",
                same.toString(),
                "--compare",
                faster.toString(),
                "--out",
                root.resolve("1").toString());
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.out()).contains("now/before 1.25 (1.25 to 1.25)  SLOWER");
        ran = bench(
                List.of(),
                "--read",
                faster.toString(),
                "--compare",
                same.toString(),
                "--out",
                root.resolve("2").toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("  faster");
        ran = bench(
                List.of(),
                "--read",
                same.toString(),
                "--compare",
                same.toString(),
                "--out",
                root.resolve("3").toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("not distinguishable from noise");
        ran = bench(
                List.of(),
                "--read",
                same.toString(),
                "--compare",
                elsewhere.toString(),
                "--out",
                root.resolve("4").toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("the runs differ: processor was", "  not comparable");
    }

    @Test
    void results_of_another_run_are_not_overwritten() throws IOException {
        assertThat(bench(TestRows.rows(), "--only", "plain").code()).isZero();
        Path json = out.resolve("results.json");
        String whole = Files.readString(json);
        Ran again = bench(TestRows.rows(), "--only", "plain");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains(json + " holds the complete run of ", "--out names another directory");
        assertThat(json).hasContent(whole);
        Path other = Files.writeString(root.resolve("other.json"), whole);
        assertThat(bench(List.of(), "--read", other.toString()).code()).isEqualTo(2);
        assertThat(bench(List.of(), "--read", json.toString()).code()).isZero();
        Files.writeString(json, "mine");
        again = bench(TestRows.rows(), "--only", "plain");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains(json + " is not a results file of inlay bench");
        assertThat(json).hasContent("mine");
        Files.delete(json);
        assertThat(bench(TestRows.rows(), "--only", "plain").code()).isEqualTo(2);
        Files.writeString(json, whole.replace("\"complete\": true", "\"complete\": false"));
        assertThat(bench(TestRows.rows(), "--only", "plain").code()).isZero();
    }

    @Test
    void fields_that_cannot_be_are_refused_and_control_characters_do_not_reach_the_terminal() throws IOException {
        assertThat(bench(TestRows.rows(), "--only", "plain").code()).isZero();
        String whole = Files.readString(out.resolve("results.json"));
        Path odd = root.resolve("odd.json");
        Path to = root.resolve("to");
        for (String wrong : List.of(
                whole.replace("\"title\": \"work\"", "\"title\": null"),
                whole.replace("\"title\": \"work\"", "\"title\": \"\""),
                whole.replace("\"role\": \"SUBJECT\"", "\"role\": \"PEER\""),
                whole.replaceAll("(?s)\"sides\": \\[.*?\\n          \\]", "\"sides\": []"))) {
            assertThat(wrong).isNotEqualTo(whole);
            Files.writeString(odd, wrong);
            Ran ran = bench(List.of(), "--read", odd.toString(), "--out", to.toString());
            assertThat(ran.code()).as(ran.err()).isEqualTo(2);
            assertThat(ran.err()).contains(odd + " is damaged");
            assertThat(to.resolve("results.json")).doesNotExist();
        }
        Files.writeString(odd, whole.replace("Plain figures", "Plain\\u001b[31m\\u009b\\u202e\\nfigures"));
        Ran ran = bench(List.of(), "--read", odd.toString(), "--out", to.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Plain [31m figures").doesNotContain("\u001b", "\u009b", "\u202e");
    }

    @Test
    void a_run_that_is_told_to_end_leaves_partial_results_and_no_data() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessRun.class.getName(),
                        "--dir",
                        work.toString(),
                        "--out",
                        out.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(root.resolve("err").toFile())
                .start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (!TestRows.hasBegun(work)) {
                assertThat(process.isAlive()).isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            List<ProcessHandle> children = process.children().toList();
            assertThat(children).isNotEmpty();
            process.destroy();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            // one that was killed may be there until the system has taken note of it
            for (ProcessHandle child : children) {
                child.onExit().get(SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(work).isEmptyDirectory();
        Results partial = ResultsFile.read(out.resolve("results.json"));
        assertThat(partial.complete()).isFalse();
        assertThat(partial.rows()).extracting(RowResult::id).contains("plain");
        assertThat(out.resolve("report.html")).content().contains("Partial results");
    }

    /** A process of its own that measures one row and never ends with the next. */
    static final class EndlessRun {
        private EndlessRun() {}

        public static void main(String[] arguments) {
            Ending ending = new Ending();
            Runtime.getRuntime().addShutdownHook(new Thread(ending::await));
            Main.run(
                    new Terminal(System.out, System.err, List.of(arguments), "", ending),
                    Stream.of(TestRows.rows().get(2), TestRows.endless()).toList(),
                    () -> FREE_MEMORY);
            ending.ended();
        }
    }
}
