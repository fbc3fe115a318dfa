package io.inlay.cli;

import static io.inlay.sync.record.SyncType.SYNC_TYPE_FULL;
import static io.inlay.sync.record.SyncType.SYNC_TYPE_PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldCommandTest {
    @TempDir
    Path directory;

    private Path main;
    private Path branch;

    @BeforeEach
    void fill() {
        main = directory.resolve("main");
        branch = directory.resolve("branch");
        History.put(main, "lmdb", 1, SYNC_TYPE_FULL, "ann", "bob", "cleo");
        History.put(main, "lmdb", 2, SYNC_TYPE_FULL, "ann", "bob");
        History.put(branch, "rocksdb", 3, SYNC_TYPE_PARTIAL, "bob", "dan");
    }

    @ParameterizedTest
    @CsvSource({"auto", "patch", "rebuild"})
    void a_fold_makes_the_base_what_a_merge_would_give(String strategy) {
        SyncId merged = SyncId.parse(SyncId.GREATEST_TEXT);
        Path other = directory.resolve("other");
        Ran.inlay("merge", main, branch, "--into", other, "--engine", "rocksdb", "--sync", merged)
                .done();
        JsonObject folded = Ran.inlay("fold", branch, "--into", main, "--strategy", strategy, "--json")
                .json()
                .getAsJsonObject();
        assertThat(folded.get("sync").getAsString()).isEqualTo(History.id(2).toString());
        assertThat(folded.get("strategy").getAsString()).isIn("patch", "rebuild");
        assertThat(folded.get("leftOut").getAsJsonArray()).hasSize(1);
        assertThat(folded.get("newer").getAsJsonArray()).hasSize(1);
        assertThat(folded.get("changes").getAsJsonArray().get(3))
                .hasToString("{\"bucket\":\"grant\",\"added\":1,\"replaced\":1,\"unchanged\":1}");
        JsonObject diff = Ran.inlay("diff", main + ":" + History.id(2), other, "--json")
                .json()
                .getAsJsonObject();
        assertThat(diff.get("equal").getAsBoolean()).isTrue();
        Ran.inlay("verify", main).done();
    }

    @Test
    void syncs_named_one_by_one_are_folded_into_the_one_that_is_named() {
        Ran folded = Ran.inlay("fold", branch + ":" + History.id(3), "--into", main, "--sync", History.id(1))
                .done();
        assertThat(folded.out())
                .contains("added", "unchanged", "sync " + History.id(1) + ", full, in " + main)
                .contains("folded: sync " + History.id(3));
        assertThat(Ran.inlay("get", main + ":" + History.id(1), "grant", "dan")
                        .done()
                        .out())
                .contains("\"e3\"");
    }

    @Test
    void the_newer_syncs_of_the_store_itself_are_folded_without_a_source() {
        History.put(main, "lmdb", 4, SYNC_TYPE_PARTIAL, "gus");
        Ran.inlay("fold", "--into", main).done();
        Ran.inlay("get", main + ":" + History.id(2), "grant", "gus").done();
    }

    @Test
    void a_dry_run_tells_what_would_be_folded_and_changes_nothing() throws IOException {
        Map<String, String> before = Held.files(main);
        assertThat(Ran.inlay("fold", branch, "--into", main, "--dry-run").done().out())
                .contains("into sync " + History.id(2) + " in " + main, "newer: sync " + History.id(3), "1 left out");
        JsonObject plan = Ran.inlay("fold", branch, "--into", main, "--dry-run", "--json")
                .json()
                .getAsJsonObject();
        assertThat(plan.get("sync").getAsString()).isEqualTo(History.id(2).toString());
        assertThat(plan.get("plan").getAsJsonObject().get("leftOut").getAsJsonArray())
                .hasSize(1);
        assertThat(Ran.inlay("fold", "--into", main, "--dry-run").code()).isEqualTo(ExitCode.NOTHING_TO_DO);
        assertThat(Held.files(main)).isEqualTo(before);
    }

    @Test
    void wrong_arguments_are_named_and_change_nothing() {
        SyncId open = History.leaveOpen(branch, "rocksdb", 4, SYNC_TYPE_PARTIAL, "eve");
        Map<String, String> before = Held.entries(main);
        String newer = branch + ":" + History.id(3);
        Ran.inlay("fold", branch).failed(2, "--into");
        Ran.inlay("fold", newer, "--into", main).failed(2, "--sync ID tells which sync of " + main);
        Ran.inlay("fold", newer, branch, "--into", main, "--sync", History.id(2))
                .failed(2, "either stores");
        Ran.inlay("fold", newer, "--into", main, "--sync", History.id(2), "--strategy", "guess")
                .failed(2, "--strategy", "guess");
        Ran.inlay("fold", newer, "--into", directory.resolve("n"), "--sync", History.id(2))
                .failed(1, "no store at");
        Ran.inlay("fold", branch, "--into", directory.resolve("n"), "--engine", "lmdb")
                .failed(1, "no store at");
        Ran.inlay("fold", newer, "--into", main, "--sync", History.id(7))
                .failed(1, "sync " + History.id(7) + " in " + main, "not there");
        Ran.inlay("fold", branch + ":" + open, "--into", main, "--sync", History.id(2))
                .failed(1, open.toString(), "finished");
        String itself = main + ":" + History.id(2);
        Ran.inlay("fold", itself, "--into", main, "--sync", History.id(2))
                .failed(1, History.id(2).toString());
        Ran.inlay("fold", branch, "--into", main, "--sync", History.id(1))
                .failed(2, "the base of the plan is sync " + History.id(2), "one by one");
        Ran.inlay("fold", main, "--into", branch).failed(2, "the base of the plan is sync " + History.id(2));
        Ran.inlay("fold", "--into", main).failed(3, "nothing to fold into sync " + History.id(2), "--dry-run");
        Ran.inlay("fold", "--into", branch).failed(3, "no finished full or resources-only sync");
        assertThat(Held.entries(main)).isEqualTo(before);
        assertThat(directory.resolve("n")).doesNotExist();
    }
}
