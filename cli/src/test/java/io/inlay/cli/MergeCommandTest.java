package io.inlay.cli;

import static io.inlay.sync.record.SyncType.SYNC_TYPE_FULL;
import static io.inlay.sync.record.SyncType.SYNC_TYPE_PARTIAL;
import static io.inlay.sync.record.SyncType.SYNC_TYPE_PARTIAL_UPSERTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeCommandTest {
    private static final SyncId DEST = SyncId.parse(SyncId.GREATEST_TEXT);

    @TempDir
    Path directory;

    private Path main;
    private Path branch;

    /** A full history in one store, a newer partial sync in another. */
    @BeforeEach
    void fill() {
        main = directory.resolve("main");
        branch = directory.resolve("branch");
        History.put(main, "lmdb", 1, SYNC_TYPE_FULL, "ann", "bob", "cleo");
        History.put(main, "lmdb", 2, SYNC_TYPE_FULL, "ann", "bob");
        History.put(branch, "rocksdb", 3, SYNC_TYPE_PARTIAL, "bob", "dan");
        History.leaveOpen(branch, "rocksdb", 4, SYNC_TYPE_PARTIAL, "eve");
        History.put(branch, "rocksdb", 5, SYNC_TYPE_PARTIAL_UPSERTS, "fay");
    }

    /** Who holds a grant in a sync, and since which sync. */
    private static List<String> grants(Path store, SyncId sync) {
        List<String> grants = new ArrayList<>();
        JsonObject page =
                Ran.inlay("list", store + ":" + sync, "grants", "--json").json().getAsJsonObject();
        for (JsonElement each : page.get("records").getAsJsonArray()) {
            JsonObject grant = each.getAsJsonObject();
            String entitlement = grant.get("entitlement")
                    .getAsJsonObject()
                    .get("entitlementId")
                    .getAsString();
            grants.add(grant.get("externalId").getAsString() + " " + entitlement);
        }
        return grants;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void the_newest_full_sync_and_what_was_seen_after_it_are_merged_into_a_new_store(String engine) {
        Path into = directory.resolve("into");
        JsonObject merged = Ran.inlay(
                        "merge", main, branch, "--into", into, "--engine", engine, "--sync", DEST, "--json")
                .json()
                .getAsJsonObject();
        assertThat(grants(into, DEST)).containsExactly("ann e2", "bob e3", "dan e3");
        assertThat(merged.get("sync").getAsString()).isEqualTo(DEST.toString());
        assertThat(merged.get("type").getAsString()).isEqualTo("full");
        JsonArray inputs = merged.get("inputs").getAsJsonArray();
        assertThat(inputs).hasSize(2);
        assertThat(inputs.get(0).getAsJsonObject().get("sync").getAsString())
                .isEqualTo(History.id(3).toString());
        assertThat(inputs.get(0).getAsJsonObject().get("won").getAsLong()).isEqualTo(2);
        assertThat(merged.get("leftOut").getAsJsonArray()).hasSize(3);
        assertThat(merged.get("contestedKeys").getAsLong()).isOne();
        assertThat(merged.get("buckets").getAsJsonArray()).hasSize(Bucket.all().size());
        assertThat(merged.get("times").getAsJsonObject().keySet()).contains("check", "commit");
        Ran.inlay("verify", into).done();
        assertThat(Ran.inlay("list", into).done().out()).contains("2026-03-01T03:30:00Z");
    }

    @Test
    void a_store_may_be_source_and_target_at_once_and_the_sync_gets_a_new_id() {
        History.put(main, "lmdb", 6, SYNC_TYPE_PARTIAL, "gus");
        Ran merged = Ran.inlay("merge", main, main, "--into", main).done();
        assertThat(merged.out()).contains("records won", "full, in " + main, "left out: sync " + History.id(1));
        JsonArray syncs = Ran.inlay("list", main, "--json")
                .json()
                .getAsJsonObject()
                .get("syncs")
                .getAsJsonArray();
        JsonObject last = syncs.get(3).getAsJsonObject();
        assertThat(last.get("compacted").getAsBoolean()).isTrue();
        assertThat(last.get("inputs").getAsJsonArray()).hasSize(2);
        assertThat(grants(main, SyncId.parse(last.get("sync").getAsString())))
                .containsExactly("ann e2", "bob e2", "gus e6");
    }

    @Test
    void a_union_brings_back_what_a_newer_full_sync_no_longer_saw() {
        Ran.inlay("merge", main, "--into", main, "--sync", DEST, "--union").done();
        assertThat(grants(main, DEST)).containsExactly("ann e2", "bob e2", "cleo e1");
    }

    @Test
    void syncs_named_one_by_one_are_merged_as_they_are_named() {
        Ran.inlay("merge", main + ":" + History.id(1), branch + ":" + History.id(3), "--into", main, "--sync", DEST)
                .done();
        assertThat(grants(main, DEST)).containsExactly("ann e1", "bob e3", "cleo e1", "dan e3");
    }

    @Test
    void a_dry_run_tells_what_would_be_merged_and_changes_nothing() throws Exception {
        Map<String, String> before = Held.files(main);
        Ran dry = Ran.inlay("merge", main, branch, "--dry-run").done();
        assertThat(dry.out())
                .contains("2 syncs are merged", "base: sync " + History.id(2), "newer: sync " + History.id(3))
                .contains("3 left out", History.id(1) + " in " + main + " is a full sync", "has not ended")
                .contains("half of a diff");
        Path absent = directory.resolve("n");
        JsonObject plan = Ran.inlay(
                        "merge", main, branch, "--into", absent, "--engine", "rocksdb", "--dry-run", "--json")
                .json()
                .getAsJsonObject();
        assertThat(plan.get("rule").getAsString()).isEqualTo("base_and_newer");
        assertThat(plan.get("inputs").getAsJsonArray()).hasSize(2);
        JsonObject out = plan.get("leftOut").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(out.get("reason").getAsString()).isEqualTo("superseded");
        assertThat(out.get("sync").getAsJsonObject().get("sync").getAsString())
                .isEqualTo(History.id(1).toString());
        assertThat(Ran.inlay("merge", main, "--union", "--dry-run").done().out())
                .contains("union", History.id(1).toString());
        assertThat(Ran.inlay("merge", main + ":" + History.id(1), "--dry-run")
                        .done()
                        .out())
                .contains("as named", History.id(1).toString());
        assertThat(Held.files(main)).isEqualTo(before);
        assertThat(absent).doesNotExist();
    }

    @Test
    void a_merge_that_fails_leaves_no_sync_and_no_store() {
        byte[] key = Bucket.GRANT.key(History.id(3), "bob");
        try (Engine engine = Engines.open("rocksdb", branch, Map.of())) {
            engine.write(new Batch().put(key, new byte[] {0x2a, 0x7f}), Durability.SYNC);
        }
        Map<String, String> before = Held.entries(main);
        Ran.inlay("merge", main, branch, "--into", main)
                .failed(1, "bob", History.id(3).toString());
        assertThat(Held.entries(main)).isEqualTo(before);
        Ran.inlay("merge", main, branch, "--into", directory.resolve("n"), "--engine", "rocksdb")
                .failed(1, "bob");
        assertThat(directory.resolve("n")).doesNotExist();
    }

    @Test
    void a_sync_that_was_started_by_another_stays_whatever_happens() {
        SyncId started = History.leaveOpen(main, "lmdb", 9, SYNC_TYPE_PARTIAL);
        Map<String, String> before = Held.entries(main);
        Ran.inlay("merge", branch + ":" + History.id(5), "--into", main, "--sync", started)
                .failed(1, "partial_upserts");
        assertThat(Held.entries(main)).isEqualTo(before);
        Ran.inlay("merge", branch, "--into", main, "--sync", started).done();
        assertThat(grants(main, started)).containsExactly("bob e3", "dan e3");
    }

    @Test
    void wrong_arguments_are_named_and_change_nothing() {
        Map<String, String> before = Held.entries(main);
        SyncId open = History.id(4);
        Ran.inlay("merge", "--into", main).failed(2, "SOURCE");
        Ran.inlay("merge", main).failed(2, "--into DIR tells where");
        Ran.inlay("merge", main, branch + ":" + open, "--into", main).failed(2, "either stores", "DIR:SYNC");
        Ran.inlay("merge", branch + ":" + open, "--into", main, "--union").failed(2, "--union is a rule");
        Ran.inlay("merge", main, "--into", main, "--sync", "x").failed(2, "sync id");
        Ran.inlay("merge", main + ":x", "--into", main).failed(2, "sync id", "has 1 characters");
        Ran.inlay("merge", directory.resolve("nowhere"), "--into", main).failed(1, "no store at");
        Ran.inlay("merge", main, "--into", directory.resolve("n")).failed(2, "--engine NAME makes one");
        Ran.inlay("merge", main, "--into", main.resolve("in"), "--engine", "lmdb")
                .failed(2, "one inside the other");
        Ran.inlay("merge", branch + ":" + open, "--into", main).failed(1, open.toString(), "finished");
        Ran.inlay("merge", branch + ":" + History.id(7), "--into", main)
                .failed(1, "there is no sync " + History.id(7) + " in " + branch);
        Ran.inlay("merge", main, "--into", main, "--sync", History.id(1)).failed(1, History.id(1) + "", "finished");
        String twice = main + ":" + History.id(1);
        Ran.inlay("merge", twice, twice, "--into", main).failed(1, "twice");
        Engines.open("lmdb", directory.resolve("empty"), Map.of()).close();
        Ran.inlay("merge", directory.resolve("empty"), "--into", main).failed(3, "no sync to merge", "--dry-run");
        assertThat(Ran.inlay("merge", directory.resolve("empty"), "--dry-run").code())
                .isEqualTo(ExitCode.NOTHING_TO_DO);
        assertThat(Held.entries(main)).isEqualTo(before);
        assertThat(directory.resolve("n")).doesNotExist();
    }
}
