package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.inlay.cli.store.Stores;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.Metrics;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    Path directory;

    private Path store(String name) {
        return directory.resolve(name);
    }

    @Test
    void a_file_may_be_called_at_and_the_name_of_another() throws IOException {
        Path other = AccessData.write(directory, "rows", "--no-such-option\n");
        Ran.inlay("import", "--engine", "lmdb", "--into", directory.resolve("s"), "@" + other)
                .failed(1, "@" + other + ": no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void imports_inspects_and_verifies(String engine) throws IOException {
        Path file = AccessData.small(directory);
        JsonArray imported = Ran.inlay("import", "--engine", engine, "--into", store("s"), "--json", file)
                .json()
                .getAsJsonArray();
        assertThat(imported.size()).isOne();
        assertThat(imported.get(0).getAsJsonObject().get("sync").getAsString()).isEqualTo(AccessData.SYNC);

        JsonObject inspected = Ran.inlay("inspect", store("s"), "--json").json().getAsJsonObject();
        assertThat(inspected.get("engine").getAsString()).isEqualTo(engine);
        JsonObject sync = inspected.get("syncs").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(sync.get("startedAt").getAsString()).isEqualTo("2021-11-15T12:37:40Z");
        assertThat(sync.get("endedAt")).isEqualTo(sync.get("startedAt"));
        assertThat(sync.get("finished").getAsBoolean()).isTrue();
        assertThat(sync.get("counts").getAsJsonObject().get("grants").getAsLong())
                .isOne();
        try (Engine opened = Stores.read(store("s"))) {
            boolean measured = opened.find(Metrics.class).isPresent();
            assertThat(inspected.get("metrics").getAsJsonObject().has(Metrics.VIEWS_OPEN))
                    .isEqualTo(measured);
        }

        JsonObject verified = Ran.inlay("verify", store("s"), "--json").json().getAsJsonObject();
        assertThat(verified.get("differences").getAsLong()).isZero();
        assertThat(verified.get("storage").getAsJsonObject().get("entries").getAsLong())
                .isPositive();
        assertThat(Ran.inlay("verify", store("s"), "--sync", AccessData.SYNC)
                        .done()
                        .out())
                .contains("no difference");
        assertThat(Ran.inlay("inspect", store("s")).done().out()).contains("full", "ended 2021", "grants");
    }

    @ParameterizedTest
    @CsvSource({"rocksdb,rocksdb", "lmdb,lmdb", "lmdb,rocksdb", "rocksdb,lmdb"})
    void compacts_between_engines(String from, String into) throws IOException {
        Path file = AccessData.many(directory, "many.tsv.gz", 500, 1);
        Ran.inlay("import", "--engine", from, "--into", store("from"), file).done();
        Ran.inlay("import", "--engine", into, "--into", store("into"), AccessData.small(directory))
                .done();
        JsonObject compacted = Ran.inlay(
                        "compact",
                        "--from",
                        store("from"),
                        "--into",
                        store("into"),
                        "--sync",
                        AccessData.SYNC,
                        "--json")
                .json()
                .getAsJsonObject();
        assertThat(compacted.get("buckets").getAsJsonArray().size())
                .isEqualTo(Bucket.all().size());
        assertThat(compacted.get("times").getAsJsonObject().keySet()).contains("check", "stage", "commit");
        assertThat(Held.entries(store("into"))).isEqualTo(Held.entries(store("from")));

        Ran again = Ran.inlay(
                "compact",
                "--engine",
                into,
                "--from",
                store("from"),
                "--into",
                store("new"),
                "--sync",
                AccessData.SYNC);
        assertThat(again.done().out()).contains("grant_by_principal", "is what it is in");
        assertThat(Held.entries(store("new"))).isEqualTo(Held.entries(store("from")));
    }

    @Test
    void several_files_become_several_syncs() throws IOException {
        Path one = AccessData.small(directory);
        Path other = AccessData.write(directory, "other.tsv", AccessData.OTHER_HEADER + AccessData.ROWS);
        Ran.inlay("import", "--engine", "rocksdb", "--into", store("s"), one, other)
                .done();
        JsonObject inspected = Ran.inlay("inspect", "--json", store("s")).json().getAsJsonObject();
        assertThat(inspected.get("syncs").getAsJsonArray().size()).isEqualTo(2);
    }

    @Test
    void a_sync_is_replaced_when_asked_and_takes_the_id_given() throws IOException {
        Path one = AccessData.small(directory);
        Path many = AccessData.many(directory, "many.tsv.gz", 50, 1);
        Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), many).done();
        Ran.inlay("import", "--into", store("s"), "--replace", one).done();
        String id = SyncId.GREATEST_TEXT;
        Ran.inlay("import", "--engine", "lmdb", "--into", store("t"), "--sync", id, one)
                .done();
        assertThat(Held.entries(store("s"))).hasSameSizeAs(Held.entries(store("t")));
        assertThat(Ran.inlay("inspect", store("t")).done().out()).contains(id);
    }

    @Test
    void verify_tells_what_is_wrong_and_fails() throws IOException {
        Ran.inlay("import", "--engine", "lmdb", "--into", store("s"), AccessData.small(directory))
                .done();
        byte[] stray = Bucket.GRANT_BY_PRINCIPAL.key(SyncId.parse(AccessData.SYNC), "user", "bob", "g");
        try (Engine engine = Engines.open("lmdb", store("s"), Map.of())) {
            engine.write(new Batch().put(stray, new byte[0]), Durability.SYNC);
        }
        Ran verified = Ran.inlay("verify", store("s"));
        assertThat(verified.code()).isEqualTo(ExitCode.FAILED);
        assertThat(verified.out()).contains("stray index row", "bob", "1 differences");
    }

    @Test
    void a_store_without_syncs_is_nothing_to_do() {
        Engines.open("rocksdb", store("s"), Map.of()).close();
        assertThat(Ran.inlay("verify", store("s")).code()).isEqualTo(ExitCode.NOTHING_TO_DO);
        assertThat(Ran.inlay("inspect", store("s")).done().out()).contains("no syncs");
    }

    @Test
    void lists_engines_and_explains_itself() {
        JsonArray engines = Ran.inlay("engines", "--json").json().getAsJsonArray();
        assertThat(engines.size()).isEqualTo(2);
        assertThat(Ran.inlay("engines").done().out()).contains("lmdb", "rocksdb", "readOnly");
        assertThat(Ran.inlay("--version").done().out()).startsWith("inlay ");
        assertThat(Ran.inlay("--help").done().out())
                .contains("quickstart", "import", "compact", "rollup", "merge", "fold", "diff", "retain", "list", "get")
                .contains("inspect", "verify", "engines", "nothing to do");
        for (String command : List.of(
                "quickstart",
                "import",
                "compact",
                "rollup",
                "merge",
                "fold",
                "diff",
                "retain",
                "list",
                "get",
                "inspect",
                "verify",
                "engines")) {
            assertThat(Ran.inlay(command, "--help").done().out()).contains("--json", "--debug");
        }
    }

    @Test
    void a_terminal_gets_a_progress_bar_on_stderr_and_nothing_else_does() throws IOException {
        Path file = AccessData.many(directory, "many.tsv.gz", 500, 1);
        Ran shown = Ran.run(true, "import", "--engine", "rocksdb", "--into", store("s"), file);
        assertThat(shown.err()).contains("\r", "commit", "[====").doesNotContain("\n");
        assertThat(shown.out()).doesNotContain("\r").hasLineCount(1);
        Ran.inlay("import", "--engine", "rocksdb", "--into", store("t"), file).done();
    }
}
