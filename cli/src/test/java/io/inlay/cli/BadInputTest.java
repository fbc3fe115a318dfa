package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of bad input: one line that names it, the right exit code, and nothing changed on disk. */
class BadInputTest {
    private static final String ABSENT = "0ujsswThIGTUYm2K8FjOOfXtY1K";

    @TempDir
    Path directory;

    private Path store(String name) {
        return directory.resolve(name);
    }

    private Path filled(String name, String engine) throws IOException {
        Ran.inlay("import", "--engine", engine, "--into", store(name), AccessData.small(directory))
                .done();
        return store(name);
    }

    private static String other(String engine) {
        return engine.equals("lmdb") ? "rocksdb" : "lmdb";
    }

    @Test
    void unknown_engine() throws IOException {
        Path file = AccessData.small(directory);
        Ran.inlay("import", "--engine", "berkeley", "--into", store("s"), file)
                .failed(2, "no engine \"berkeley\"", "lmdb, rocksdb");
        Ran.inlay("quickstart", "--engine", "berkeley", "--dir", store("s")).failed(2, "berkeley");
        Ran.inlay("import", "--into", store("s"), file).failed(2, "no store at", "--engine", "lmdb or rocksdb");
        assertThat(store("s")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void unknown_option(String engine) throws IOException {
        Path file = AccessData.small(directory);
        Ran.inlay("import", "--engine", engine, "--into", store("a/s"), "--set", "speed=high", file)
                .failed(2, "no option \"speed\"", "maxOpenViews");
        Ran.inlay("import", "--engine", engine, "--into", store("a/s"), "--set", "maxOpenViews=many", file)
                .failed(2, "maxOpenViews");
        Ran.inlay("import", "--engine", engine, "--into", store("a/s"), "--set", "maxOpenViews", file)
                .failed(2, "--set");
        Ran.inlay("import", "--engine", engine, "--into", store("a/s"), "--fast", file)
                .failed(2, "--fast");
        assertThat(store("a")).doesNotExist();
        Path held = filled("s", engine);
        Map<String, String> before = Held.files(held);
        Ran.inlay("inspect", held, "--set", "speed=high").failed(2, "speed");
        Ran.inlay("import", "--into", held, "--set", "speed=high", file).failed(2, "speed");
        assertThat(Held.files(held)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void another_engines_directory(String engine) throws IOException {
        Path held = filled("s", engine);
        Map<String, String> before = Held.files(held);
        Path file = AccessData.small(directory);
        Ran.inlay("import", "--engine", other(engine), "--into", held, file)
                .failed(1, "belongs to engine \"" + engine + "\"", other(engine));
        Ran.inlay("inspect", "--engine", other(engine), held).failed(1, engine, other(engine));
        assertThat(Held.files(held)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void a_directory_that_is_no_store(String engine) throws IOException {
        Path foreign = Files.createDirectory(store("photos"));
        Files.writeString(foreign.resolve("cat.jpg"), "purr");
        Map<String, String> before = Held.files(foreign);
        Path file = AccessData.small(directory);
        Ran.inlay("import", "--engine", engine, "--into", foreign, file).failed(1, "not empty", "cat.jpg");
        Ran.inlay("import", "--engine", engine, "--into", foreign.resolve("cat.jpg"), file)
                .failed(2, "cat.jpg is not a directory");
        Ran.inlay("inspect", foreign).failed(1, "no store at");
        Ran.inlay("verify", store("nowhere"), "--engine", engine).failed(1, "no store at");
        Ran.inlay("compact", "--engine", engine, "--from", foreign, "--into", store("n"), "--sync", ABSENT)
                .failed(1, "no store at");
        assertThat(Held.files(foreign)).isEqualTo(before);
        assertThat(store("n")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void locked_directory(String engine) throws IOException {
        Path held = filled("s", engine);
        Path file = AccessData.small(directory);
        try (Engine holder = Engines.open(engine, held, Map.of())) {
            Map<String, String> before = Held.entries(holder);
            Ran.inlay("import", "--into", held, "--replace", file).failed(1, "in use by this process");
            Ran.inlay("inspect", held).failed(1, "in use by this process");
            Ran.inlay("compact", "--engine", engine, "--from", held, "--into", store("n"), "--sync", AccessData.SYNC)
                    .failed(1, "in use");
            assertThat(Held.entries(holder)).isEqualTo(before);
        }
        assertThat(store("n")).doesNotExist();
    }

    @Test
    void source_is_base() throws IOException {
        Path held = filled("s", "rocksdb");
        Path link = Files.createSymbolicLink(store("link"), held);
        Map<String, String> before = Held.files(held);
        for (Path same : List.of(held, link, held.resolve("../s"))) {
            Ran.inlay("compact", "--from", held, "--into", same, "--sync", AccessData.SYNC)
                    .failed(2, "the same directory");
        }
        Ran.inlay(
                        "compact",
                        "--engine",
                        "lmdb",
                        "--from",
                        held,
                        "--into",
                        link.resolve("in"),
                        "--sync",
                        AccessData.SYNC)
                .failed(2, "one inside the other");
        assertThat(Held.files(held)).isEqualTo(before);
    }

    @Test
    void malformed_sync_id() throws IOException {
        Path file = AccessData.small(directory);
        for (String id : List.of(
                "", "short", "aWgEPTl1tmebfsQzFP4bxwgy80W", "0ujsswThIGTUYm2K8FjOOfXtY1!", "x".repeat(1 << 20))) {
            Ran ran = Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), "--sync", id, file)
                    .failed(2, "--sync", "sync id");
            assertThat(ran.err().length()).isLessThan(500);
            Ran.inlay("compact", "--from", store("a"), "--into", store("b"), "--sync", id)
                    .failed(2, "sync id");
            Ran.inlay("verify", store("a"), "--sync", id).failed(2, "sync id");
        }
        assertThat(store("s")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void malformed_over_long_or_truncated_rows(String engine) throws IOException {
        Path held = filled("s", engine);
        Map<String, String> before = Held.entries(held);
        Map<String, String> bad = Map.of(
                "G\trole\tadmin\tuse\tuser\n",
                "line 8: expected G<TAB>type<TAB>id<TAB>entitlement<TAB>principalType",
                "X\trole\n",
                "line 8: expected a row that starts with T, R, E or G",
                "R\trole\t\n",
                "line 8: expected R<TAB>type<TAB>id without empty columns",
                "R\trole\t" + "x".repeat(1 << 20) + "\n",
                "line 8: the line is longer than 65536 bytes",
                "G\trole\tadmin\tuse\tuser\t" + "x".repeat(40_000) + "\n",
                "bad.tsv:8",
                "R\trole\tcut",
                "line 8: the last line does not end with a line feed");
        for (Map.Entry<String, String> row : bad.entrySet()) {
            Path file =
                    AccessData.write(directory, "bad.tsv", AccessData.OTHER_HEADER + AccessData.ROWS + row.getKey());
            Ran.inlay("import", "--into", held, file).failed(1, "bad.tsv", row.getValue());
            assertThat(Held.entries(held)).isEqualTo(before);
            Ran.inlay("import", "--engine", engine, "--into", store("made/here"), file)
                    .failed(1, row.getValue());
            assertThat(store("made")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void compressed_data_that_is_cut_after_many_rows(String engine) throws IOException {
        byte[] whole = Files.readAllBytes(AccessData.many(directory, "many.tsv.gz", 20_000, 1));
        Path cut = Files.write(directory.resolve("cut.tsv.gz"), Arrays.copyOf(whole, whole.length - 9));
        Ran.inlay("import", "--engine", engine, "--into", store("s"), cut)
                .failed(1, "cut.tsv.gz, line 2000", "gzip data is damaged or cut");
        assertThat(store("s")).doesNotExist();
    }

    @Test
    void malformed_files() throws IOException {
        ByteArrayOutputStream empty = new ByteArrayOutputStream();
        new GZIPOutputStream(empty).close();
        Path gzip = Files.write(directory.resolve("empty.gz"), empty.toByteArray());
        Path text = AccessData.write(directory, "text", "hello\n");
        Path late = AccessData.write(directory, "late", AccessData.HEADER.replace("2021", "3021") + AccessData.ROWS);
        Path cut = Files.write(directory.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b});
        Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), cut)
                .failed(1, "cut.gz, line 1: the gzip data is cut in its header");
        for (Path file : List.of(gzip, text)) {
            Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), file)
                    .failed(1, file + ", line 1: expected the header #sync<TAB>commit");
        }
        Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), late).failed(1, "late, line 1", "3021");
        Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), directory).failed(1, "is a directory");
        Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), "/dev/null")
                .failed(1, "/dev/null", "is not a regular file");
        Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), directory.resolve("no\nsuch\u001b[31m"))
                .failed(1, "no such", "no such file");
        Ran.inlay("quickstart", "--data", store("nowhere"), "--dir", store("s")).failed(1, "not a directory");
        assertThat(store("s")).doesNotExist();
    }

    @Test
    void an_error_in_the_last_file_imports_none() throws IOException {
        Path held = filled("s", "rocksdb");
        Map<String, String> before = Held.entries(held);
        Path good = AccessData.write(directory, "good.tsv", AccessData.OTHER_HEADER + AccessData.ROWS);
        Path bad = AccessData.write(
                directory, "bad.tsv", AccessData.OTHER_HEADER.replace("3944", "0000") + AccessData.ROWS + "X\n");
        Ran.inlay("import", "--into", held, good, bad).failed(1, "bad.tsv, line 8");
        Ran.inlay("import", "--into", held, good, good).failed(2, "both sync");
        Ran.inlay("import", "--into", held, good, bad, "--sync", ABSENT).failed(2, "--sync names the sync of one file");
        assertThat(Held.entries(held)).isEqualTo(before);
        Ran.inlay("import", "--engine", "lmdb", "--into", store("t"), good, bad).failed(1, "bad.tsv, line 8");
        assertThat(store("t")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void sync_already_there(String engine) throws IOException {
        Path held = filled("s", engine);
        Map<String, String> before = Held.entries(held);
        Path file = AccessData.many(directory, "many.tsv.gz", 50, 1);
        Ran.inlay("import", "--into", held, file).failed(1, AccessData.SYNC + " is already in", "--replace");
        assertThat(Held.entries(held)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void unfinished_source(String engine) throws IOException {
        SyncId sync = SyncId.parse(AccessData.SYNC);
        try (Engine source = Engines.open(other(engine), store("source"), Map.of())) {
            OpenSync open = SyncStore.open(source)
                    .start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(sync));
            open.putResourceTypes(List.of(
                    ResourceTypeRecord.newBuilder().setExternalId("role").build()));
        }
        Path held = filled("s", engine);
        Map<String, String> before = Held.entries(held);
        Ran.inlay("compact", "--from", store("source"), "--into", held, "--sync", sync)
                .failed(1, "not finished", "--allow-unfinished");
        assertThat(Held.entries(held)).isEqualTo(before);
        Ran.inlay("compact", "--from", store("source"), "--into", held, "--sync", sync, "--allow-unfinished")
                .done();
        assertThat(Held.entries(held)).isEqualTo(Held.entries(store("source")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void source_without_the_sync(String engine) throws IOException {
        Path source = filled("source", other(engine));
        Path held = filled("s", engine);
        Ran.inlay("import", "--into", held, "--sync", ABSENT, AccessData.small(directory))
                .done();
        Map<String, String> before = Held.entries(held);
        Ran.inlay("compact", "--from", source, "--into", held, "--sync", ABSENT)
                .failed(3, "holds nothing of sync " + ABSENT);
        assertThat(Held.entries(held)).isEqualTo(before);
        Ran.inlay("compact", "--engine", engine, "--from", source, "--into", store("n"), "--sync", ABSENT)
                .failed(3, "holds nothing");
        assertThat(store("n")).doesNotExist();
        assertThat(Ran.inlay("compact", "--from", source, "--into", held, "--sync", ABSENT, "--on-empty", "excise")
                        .done()
                        .out())
                .contains("removed from");
        assertThat(Held.entries(held)).isEqualTo(Held.entries(source));
        Ran.inlay("verify", held, "--sync", ABSENT).failed(1, "no sync " + ABSENT);
        Ran.inlay("compact", "--from", source, "--into", held, "--sync", ABSENT, "--on-empty", "cry")
                .failed(2, "--on-empty");
    }

    @Test
    void a_damaged_stamp() throws IOException {
        Path held = filled("s", "lmdb");
        Files.writeString(held.resolve("inlay.stamp"), "inlay lmdb\nnow\u0007\n");
        Map<String, String> before = Held.files(held);
        Ran.inlay("inspect", held).failed(1, "inlay.stamp");
        Ran.inlay("import", "--engine", "lmdb", "--into", held, AccessData.small(directory))
                .failed(1, "inlay.stamp");
        assertThat(Held.files(held)).isEqualTo(before);
    }

    @Test
    void stack_traces_are_for_debugging() throws IOException {
        Path file = AccessData.write(directory, "bad.tsv", "X\n");
        Ran ran = Ran.inlay("import", "--debug", "--engine", "lmdb", "--into", store("s"), file);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().getBytes(StandardCharsets.UTF_8).length).isPositive();
        assertThat(ran.err()).startsWith("inlay: ").contains("\tat io.inlay.cli");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void bad_command_lines() {
        Ran.inlay().failed(2, "which command?", "quickstart");
        Ran.inlay("explode").failed(2, "explode");
        Ran.inlay("import").failed(2, "--into");
        Ran.inlay("import", "--into", store("s")).failed(2, "FILE");
        Ran.inlay("quickstart", "--set", "cache=1MiB", "--dir", store("s")).failed(2, "--engine");
        Ran.inlay("quickstart", "--data", directory, "--dir", store("s")).failed(2, "at least two");
        assertThat(store("s")).doesNotExist();
    }
}
