package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRef;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.GrantSourceRecord;
import io.inlay.sync.record.PrincipalRef;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.SyncType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading syncs and records from the command line. */
class RecordCommandsTest {
    private static final String OTHER = SyncId.GREATEST_TEXT;

    @TempDir
    Path directory;

    private Path store;

    @BeforeEach
    void fill() throws IOException {
        store = directory.resolve("s");
        Ran.inlay("import", "--engine", "lmdb", "--into", store, AccessData.many(directory, "many.tsv.gz", 250, 1))
                .done();
        try (Engine engine = Engines.open("lmdb", store, Map.of())) {
            OpenSync sync = SyncStore.open(engine)
                    .start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).withId(SyncId.parse(OTHER)));
            sync.putResources(List.of(ResourceRecord.newBuilder()
                    .setResourceTypeId("user")
                    .setResourceId("eve\u001b[31m")
                    .setParent(
                            ResourceRef.newBuilder().setResourceTypeId("team").setResourceId("t"))
                    .build()));
            sync.putGrants(List.of(GrantRecord.newBuilder()
                    .setExternalId("g")
                    .setEntitlement(EntitlementRef.newBuilder()
                            .setResourceTypeId("role")
                            .setResourceId("r")
                            .setEntitlementId("e"))
                    .setPrincipal(
                            PrincipalRef.newBuilder().setResourceTypeId("user").setResourceId("eve"))
                    .setNeedsExpansion(true)
                    .putSources(
                            "f",
                            GrantSourceRecord.newBuilder().setIsDirect(true).build())
                    .build()));
            sync.putAssets(List.of(AssetRecord.newBuilder()
                    .setExternalId("icon")
                    .setContentType("image/png")
                    .setData(ByteString.copyFromUtf8("x"))
                    .build()));
        }
    }

    private String other() {
        return store + ":" + OTHER;
    }

    private static List<JsonElement> records(JsonObject page) {
        return page.get("records").getAsJsonArray().asList();
    }

    @Test
    void lists_the_syncs_of_a_store() {
        JsonObject listed = Ran.inlay("list", store, "--json").json().getAsJsonObject();
        assertThat(listed.get("syncs").getAsJsonArray()).hasSize(2);
        JsonObject first = listed.get("syncs").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(first.get("sync").getAsString()).isEqualTo(AccessData.SYNC);
        assertThat(first.get("type").getAsString()).isEqualTo("full");
        assertThat(first.get("finished").getAsBoolean()).isTrue();
        assertThat(Ran.inlay("list", store).done().out())
                .contains(AccessData.SYNC, "2021-11-15T12:37:40Z", OTHER, "partial", "unfinished");
    }

    @Test
    void pages_give_every_record_once_and_the_latest_finished_sync_is_meant() {
        List<String> ids = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonObject page = Ran.inlay("list", store, "grants", "--page-size", 99, "--page", token, "--json")
                    .json()
                    .getAsJsonObject();
            assertThat(page.get("sync").getAsString()).isEqualTo(AccessData.SYNC);
            records(page)
                    .forEach(each ->
                            ids.add(each.getAsJsonObject().get("externalId").getAsString()));
            token = page.get("nextPage").getAsString();
            pages++;
        } while (!token.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(250).doesNotHaveDuplicates().isSorted();
        assertThat(Ran.inlay("list", store, "grants", "--page-size", 1).done().out())
                .contains("principal type", "role:r:use", "next page: --page ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resource-types                                                          | 0",
                "resources                                                               | 1",
                "resources --resource-type user                                          | 1",
                "resources --resource-type team                                          | 0",
                "resources --parent-type team --parent t                                 | 1",
                "resources --parent-type team --parent t --resource-type role            | 0",
                "entitlements                                                            | 0",
                "entitlements --resource-type role --resource r                          | 0",
                "grants --entitlement e                                                  | 1",
                "grants --entitlement f                                                  | 0",
                "grants --entitlement e --principal-type user                            | 1",
                "grants --entitlement e --principal-type user --principal bob            | 0",
                "grants --resource-type role --resource r                                | 1",
                "grants --principal-type user --principal eve                            | 1",
                "grants --principal-type bot                                             | 0",
                "grants --needs-expansion                                                | 1",
                "assets                                                                  | 1"
            })
    void lists_by_every_index(String args, int expected) {
        List<Object> words = new ArrayList<>(List.of("list", other()));
        words.addAll(List.of(args.split(" +")));
        assertThat(Ran.inlay(words.toArray()).done().out().lines()).as(args).hasSize(2 + expected);
        words.add("--json");
        assertThat(records(Ran.inlay(words.toArray()).json().getAsJsonObject())).hasSize(expected);
    }

    @Test
    void gets_a_record_with_all_its_fields() {
        JsonObject got =
                Ran.inlay("get", other(), "grant", "g", "--json").json().getAsJsonObject();
        assertThat(got.get("sync").getAsString()).isEqualTo(OTHER);
        assertThat(got.get("kind").getAsString()).isEqualTo("grant");
        assertThat(got.get("record"))
                .hasToString("{\"externalId\":\"g\","
                        + "\"entitlement\":{\"resourceTypeId\":\"role\",\"resourceId\":\"r\",\"entitlementId\":\"e\"},"
                        + "\"principal\":{\"resourceTypeId\":\"user\",\"resourceId\":\"eve\"},"
                        + "\"needsExpansion\":true,\"sources\":{\"f\":{\"isDirect\":true}}}");
        JsonObject asset =
                Ran.inlay("get", other(), "asset", "icon", "--json").json().getAsJsonObject();
        assertThat(asset.get("record").getAsJsonObject().get("data").getAsString())
                .isEqualTo("eA==");
        JsonObject role = Ran.inlay("get", store, "resource-type", "role", "--json")
                .json()
                .getAsJsonObject();
        assertThat(role.get("record").getAsJsonObject().get("discoveredAt").getAsString())
                .isEqualTo("2021-11-15T12:37:40Z");
        assertThat(Ran.inlay("get", other(), "grant", "g").done().out()).contains("needs_expansion: true");
    }

    @Test
    void a_terminal_is_safe_from_what_ids_hold() {
        assertThat(Ran.inlay("list", other(), "resources").done().out())
                .contains("eve\\u001b[31m")
                .doesNotContain("\u001b");
        assertThat(Ran.inlay("get", other(), "resource", "user", "eve\u001b[31m")
                        .done()
                        .out())
                .doesNotContain("\u001b");
    }

    @Test
    void wrong_arguments_are_named() throws IOException {
        Map<String, String> before = Held.files(store);
        String absent = "0ujsswThIGTUYm2K8FjOOfXtY1K";
        Ran.inlay("list", store + ":" + absent, "grants").failed(1, "there is no sync " + absent + " in " + store);
        Ran.inlay("list", directory.resolve("nowhere"), "grants").failed(1, "no store at");
        Ran.inlay("list", store + ":0uj", "grants").failed(2, "DIR[:SYNC]", "has 3 characters");
        Ran.inlay("list", other()).failed(2, "which records of sync " + OTHER, "grants");
        Ran.inlay("list", store, "gifts").failed(2, "no kind of record is called \"gifts\"", "resource-type, resource");
        Ran.inlay("list", store, "grants", "--principal", "bob")
                .failed(2, "grants are not listed by --principal but by nothing", "--principal with --principal-type");
        Ran.inlay("list", store, "assets", "--needs-expansion").failed(2, "assets are not listed by --needs-expansion");
        Ran.inlay("list", store, "grants", "--page-size", "0").failed(2, "1 to 10000");
        Ran.inlay("list", store, "grants", "--page-size", "10001").failed(2, "1 to 10000");
        String token = Ran.inlay("list", store, "grants", "--page-size", 1, "--json")
                .json()
                .getAsJsonObject()
                .get("nextPage")
                .getAsString();
        Ran.inlay("list", other(), "grants", "--page", token).failed(1, "page token");
        Ran.inlay("list", store, "resources", "--page", token).failed(1, "page token");
        Ran.inlay("list", store, "grants", "--page", token.substring(3)).failed(1, "page token");
        Ran.inlay("get", store, "grant", "nobody").failed(1, "there is no grant nobody in sync " + AccessData.SYNC);
        Ran.inlay("get", store, "resource", "user").failed(2, "resource needs 2 ids, its type and its own, not 1");
        Ran.inlay("get", store, "grant", "a", "b").failed(2, "grant needs 1 id, not 2");
        Ran.inlay("get", store, "grant").failed(2, "ID");
        Engines.open("lmdb", directory.resolve("empty"), Map.of()).close();
        Ran.inlay("list", directory.resolve("empty"), "grants").failed(1, "there is no finished sync in");
        assertThat(Held.files(store)).isEqualTo(before);
    }
}
