package io.inlay.cli;

import static io.inlay.sync.record.SyncType.SYNC_TYPE_FULL;
import static io.inlay.sync.record.SyncType.SYNC_TYPE_PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparing, keeping and collecting syncs from the command line. */
class HistoryCommandsTest {
    @TempDir
    Path directory;

    private Path store;

    @BeforeEach
    void fill() {
        store = directory.resolve("s");
        History.put(store, "rocksdb", 1, SYNC_TYPE_FULL, "ann", "bob");
        History.put(store, "rocksdb", 2, SYNC_TYPE_PARTIAL, "dan");
        History.put(store, "rocksdb", 3, SYNC_TYPE_FULL, "bob", "cleo");
        History.put(store, "rocksdb", 4, SYNC_TYPE_FULL, "cleo");
    }

    private String at(int number) {
        return store + ":" + History.id(number);
    }

    private JsonArray syncs() {
        return Ran.inlay("list", store, "--json")
                .json()
                .getAsJsonObject()
                .get("syncs")
                .getAsJsonArray();
    }

    @Test
    void diff_counts_every_record_that_differs_and_shows_some() {
        JsonObject diff = Ran.inlay("diff", at(1), at(3), "--json").json().getAsJsonObject();
        assertThat(diff.get("equal").getAsBoolean()).isFalse();
        assertThat(diff.get("counts").getAsJsonObject().get("grant"))
                .hasToString("{\"added\":1,\"removed\":1,\"changed\":1,\"unchanged\":0}");
        assertThat(diff.get("shown").getAsJsonArray().get(0))
                .hasToString("{\"change\":\"removed\",\"kind\":\"grant\",\"id\":[\"ann\"]}");
        assertThat(diff.get("before").getAsJsonObject().get("sync").getAsString())
                .isEqualTo(History.id(1).toString());
        assertThat(Ran.inlay("diff", at(1), at(3)).done().out())
                .contains("removed grant ann", "changed grant bob", "added grant cleo", "the same");
        Ran little = Ran.inlay("diff", at(1), at(3), "--show", 1).done();
        assertThat(little.out()).contains("removed grant ann", "and 2 more").doesNotContain("cleo");
        assertThat(Ran.inlay("diff", at(1), at(3), "--show", 0).done().out()).doesNotContain("ann");
    }

    @Test
    void diff_compares_stores_of_other_engines_and_takes_the_latest_finished_sync() {
        Path other = directory.resolve("other");
        History.put(other, "lmdb", 4, SYNC_TYPE_FULL, "cleo");
        History.leaveOpen(other, "lmdb", 5, SYNC_TYPE_FULL, "eve");
        JsonObject same = Ran.inlay("diff", store, other, "--json").json().getAsJsonObject();
        assertThat(same.get("equal").getAsBoolean()).isTrue();
        assertThat(same.get("notShown").getAsLong()).isZero();
        Ran.inlay("diff", store, other + ":" + History.id(5)).failed(1, "not finished", "--allow-unfinished");
        assertThat(Ran.inlay("diff", store, other + ":" + History.id(5), "--allow-unfinished")
                        .done()
                        .out())
                .contains("added grant eve");
    }

    @Test
    void diff_names_wrong_arguments() throws IOException {
        Map<String, String> before = Held.files(store);
        Ran.inlay("diff", at(1)).failed(2, "AFTER");
        Ran.inlay("diff", at(1), at(1)).failed(1, "a diff is of two syncs");
        Ran.inlay("diff", at(1), at(7)).failed(1, "there is no sync " + History.id(7) + " in " + store);
        Ran.inlay("diff", at(1), directory.resolve("nowhere")).failed(1, "no store at");
        Ran.inlay("diff", at(1), at(3), "--show", -1).failed(2, "--show is 0 or more");
        assertThat(Held.files(store)).isEqualTo(before);
    }

    @Test
    void retain_tells_first_and_then_drops_what_is_old() throws IOException {
        Map<String, String> before = Held.files(store);
        Ran dry = Ran.inlay("retain", store, "--dry-run").done();
        assertThat(dry.out())
                .contains("would drop " + History.id(1) + " full", "would drop " + History.id(2) + " partial")
                .contains("kept " + History.id(3), "kept " + History.id(4));
        assertThat(Held.files(store)).isEqualTo(before);
        JsonObject retained = Ran.inlay("retain", store, "--json").json().getAsJsonObject();
        assertThat(retained.get("dropped").getAsInt()).isEqualTo(2);
        assertThat(retained.get("kept").getAsInt()).isEqualTo(2);
        JsonObject first = retained.get("syncs").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(first.get("drop").getAsBoolean()).isTrue();
        assertThat(first.get("reason").getAsString()).isEqualTo("over_limit");
        assertThat(syncs()).hasSize(2);
        Ran.inlay("retain", store).done();
        assertThat(syncs()).hasSize(2);
        Ran.inlay("verify", store).done();
    }

    @Test
    void retain_keeps_what_is_named() {
        Ran.inlay("retain", store, "--keep", 0, "--sync", History.id(3)).done();
        assertThat(syncs()).hasSize(1);
        assertThat(syncs().get(0).getAsJsonObject().get("sync").getAsString())
                .isEqualTo(History.id(3).toString());
    }

    @Test
    void retain_names_wrong_arguments_and_makes_no_store() {
        Map<String, String> before = Held.entries(store);
        Ran.inlay("retain", store, "--keep", -1).failed(2, "--keep is 0 or more, not -1");
        Ran.inlay("retain", store, "--sync", History.id(7))
                .failed(1, History.id(7).toString(), "not there");
        Ran.inlay("retain", store, "--sync", "x").failed(2, "sync id");
        Ran.inlay("retain", directory.resolve("n"), "--engine", "lmdb").failed(1, "no store at");
        Ran.inlay("retain", directory.resolve("n"), "--dry-run").failed(1, "no store at");
        assertThat(directory.resolve("n")).doesNotExist();
        assertThat(Held.entries(store)).isEqualTo(before);
    }

    @Test
    void rollup_brings_finished_syncs_into_another_store_and_skips_what_is_there() {
        Path base = directory.resolve("base");
        History.leaveOpen(store, "rocksdb", 5, SYNC_TYPE_FULL, "eve");
        Ran.inlay("rollup", "--from", store, "--into", base, "--engine", "lmdb", "--sync", History.id(3))
                .done();
        JsonObject rolledUp = Ran.inlay("rollup", "--from", store, "--into", base, "--json")
                .json()
                .getAsJsonObject();
        assertThat(rolledUp.get("compacted").getAsJsonArray()).hasSize(3);
        assertThat(rolledUp.get("skipped").getAsJsonArray()).hasSize(1);
        assertThat(Ran.inlay("rollup", "--from", store, "--into", base).done().out())
                .contains(History.id(4) + "  there already");
        for (int number = 1; number <= 4; number++) {
            SyncId sync = History.id(number);
            assertThat(Ran.inlay("diff", store + ":" + sync, base + ":" + sync, "--json")
                            .json()
                            .getAsJsonObject()
                            .get("equal")
                            .getAsBoolean())
                    .isTrue();
        }
        Ran.inlay("verify", base).done();
    }

    @Test
    void rollup_names_wrong_arguments_and_makes_no_store() {
        SyncId open = History.leaveOpen(store, "rocksdb", 5, SYNC_TYPE_FULL, "eve");
        Map<String, String> before = Held.entries(store);
        Path base = directory.resolve("n");
        Ran.inlay("rollup", "--from", store, "--into", store).failed(2, "the same directory");
        Ran.inlay("rollup", "--from", store, "--into", base, "--engine", "lmdb", "--sync", open)
                .failed(1, "not finished", "--allow-unfinished");
        Ran.inlay("rollup", "--from", store, "--into", base, "--engine", "lmdb", "--sync", History.id(7))
                .failed(3, "holds nothing of sync " + History.id(7));
        Ran.inlay("rollup", "--from", base, "--into", store).failed(1, "no store at");
        Ran.inlay(
                        "rollup",
                        "--from",
                        store,
                        "--into",
                        base,
                        "--engine",
                        "lmdb",
                        "--sync",
                        History.id(1),
                        "--sync",
                        History.id(1))
                .failed(1, "given twice");
        assertThat(base).doesNotExist();
        assertThat(Held.entries(store)).isEqualTo(before);
    }
}
