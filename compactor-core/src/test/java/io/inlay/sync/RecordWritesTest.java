package io.inlay.sync;

import static io.inlay.sync.Samples.asset;
import static io.inlay.sync.Samples.entitlement;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.Samples.toExpand;
import static io.inlay.sync.Samples.type;
import static io.inlay.sync.SyncLifecycleTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.inlay.engine.KeyRange;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.Keyspace;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What put and delete leave in the store, index rows included. */
class RecordWritesTest extends OnEveryEngine {
    private OpenSync open;

    @BeforeEach
    void start() {
        open = store.start(full(1));
    }

    /** Whatever a test did, the index rows are those of the records. */
    @AfterEach
    void indexes_follow_the_records() {
        if (!differencesExpected) {
            assertThat(differences()).isEmpty();
        }
    }

    private boolean differencesExpected;

    private <M extends MessageLite> List<M> list(Listing<M> listing) {
        return list(sync(1), listing);
    }

    /** M01 */
    @Test
    void resource_types_come_back() {
        assertThat(open.putResourceTypes(List.of(type("user"), type("app")))).isEqualTo(2);

        assertThat(list(Listing.resourceTypes())).containsExactly(type("app"), type("user"));
        try (SyncReader reader = store.read(sync(1))) {
            assertThat(reader.get(RecordType.RESOURCE_TYPE, "user")).contains(type("user"));
            assertThat(reader.get(RecordType.RESOURCE_TYPE, "use")).isEmpty();
        }
    }

    @Test
    void a_null_among_records_is_refused_with_its_place() {
        List<GrantRecord> grants = Arrays.asList(grant("a", "e", "u"), null);
        String place = "record 2 of the 2 given is null";
        assertRefused(Kind.INVALID, place, () -> open.putGrants(grants));
        assertRefused(Kind.INVALID, place, () -> open.putIfNewer(RecordType.GRANT, grants));
        assertRefused(Kind.INVALID, place, () -> open.storeExpanded(grants));
        assertRefused(Kind.INVALID, place, () -> open.putAssets(Arrays.asList(asset("a", "x"), null)));
        assertThat(list(Listing.grants())).isEmpty();
        assertThat(list(Listing.assets())).isEmpty();
    }

    /** M04, A04 */
    @Test
    void an_asset_comes_back_with_the_sync_it_belongs_to() {
        open.putAssets(List.of(asset("logo", "x")));
        AssetRecord owned =
                asset("logo", "x").toBuilder().setSyncId(sync(1).toString()).build();

        assertThat(list(Listing.assets())).containsExactly(owned);
        assertThat(open.putAssets(List.of(owned))).isZero();
        assertThat(open.delete(RecordType.ASSET, "logo")).isTrue();
        assertThat(list(Listing.assets())).isEmpty();
        AssetRecord foreign = owned.toBuilder().setSyncId(sync(2).toString()).build();
        assertRefused(Kind.INVALID, "sync_id", () -> open.putAssets(List.of(foreign)));
    }

    /** M07 */
    @Test
    void a_resource_overwritten_with_another_parent_has_only_the_new_one() {
        open.putResources(List.of(resource("user", "u", "org", "1")));
        open.putResources(List.of(resource("user", "u", "org", "2")));

        assertThat(list(Listing.resourcesUnder("org", "1"))).isEmpty();
        assertThat(list(Listing.resourcesUnder("org", "2"))).hasSize(1);
    }

    /** M03, M08 */
    @Test
    void an_entitlement_overwritten_with_another_resource_has_only_the_new_one() {
        open.putEntitlements(List.of(entitlement("e", "app", "1")));
        assertThat(list(Listing.entitlementsOn("app", "1"))).hasSize(1);
        open.putEntitlements(List.of(entitlement("e", "app", "2")));

        assertThat(list(Listing.entitlementsOn("app", "1"))).isEmpty();
        assertThat(list(Listing.entitlementsOn("app", "2"))).hasSize(1);
    }

    /** M10, M11 */
    @Test
    void of_an_identity_twice_in_a_call_the_last_counts() {
        assertThat(open.putResources(List.of(
                        resource("user", "u", "org", "1"),
                        resource("user", "v", "org", "1"),
                        resource("user", "u", "org", "2"))))
                .isEqualTo(2);
        open.putEntitlements(List.of(entitlement("e", "app", "1"), entitlement("e", "app", "2")));
        open.putEntitlements(List.of(entitlement("e", "app", "1"), entitlement("e", "app", "3")));

        assertThat(list(Listing.resourcesUnder("org", "1"))).containsExactly(resource("user", "v", "org", "1"));
        assertThat(list(Listing.resourcesUnder("org", "2"))).hasSize(1);
        assertThat(list(Listing.entitlementsOn("app", "3"))).hasSize(1);
        assertThat(list(Listing.entitlements())).hasSize(1);
    }

    /** M13, and the shortcuts of a fresh sync: an identity of an earlier call is found wherever it sorts. */
    @Test
    void overwriting_cleans_old_rows_whoever_wrote_them() {
        open.putGrants(List.of(grant("g5", "e1", "u"), grant("g3", "e1", "u")));
        open.putGrants(List.of(grant("g9", "e1", "u"), grant("g5", "e2", "u"), grant("g4", "e2", "u")));
        store.resume(sync(1)).putGrants(List.of(grant("g4", "e3", "u"), grant("g3", "e3", "u")));

        assertThat(list(Listing.grantsOf("e1"))).containsExactly(grant("g9", "e1", "u"));
        assertThat(list(Listing.grantsOf("e2"))).containsExactly(grant("g5", "e2", "u"));
        assertThat(list(Listing.grantsOf("e3"))).hasSize(2);
    }

    /** M14 */
    @Test
    void after_delete_and_put_only_the_new_rows_are_there() {
        open.putGrants(List.of(grant("g", "e1", "u1")));
        open.delete(RecordType.GRANT, "g");
        open.putGrants(List.of(grant("g", "e2", "u2")));

        assertThat(list(Listing.grantsTo("user", "u1"))).isEmpty();
        assertThat(list(Listing.grantsOf("e1"))).isEmpty();
        assertThat(list(Listing.grantsTo("user", "u2"))).hasSize(1);
    }

    /** M18, A24 */
    @Test
    void needs_expansion_switched_off_leaves_its_index() {
        open.putGrants(List.of(toExpand(grant("g", "e", "u")), grant("h", "e", "u")));
        assertThat(list(Listing.grantsToExpand())).containsExactly(toExpand(grant("g", "e", "u")));
        open.putGrants(List.of(grant("g", "e", "u")));

        assertThat(list(Listing.grantsToExpand())).isEmpty();
    }

    /** E07 */
    @Test
    void a_deleted_grant_is_gone_everywhere_and_may_be_deleted_again() {
        open.putGrants(List.of(toExpand(grant("g", "e", "u"))));

        assertThat(open.delete(RecordType.GRANT, "g")).isTrue();
        assertThat(open.delete(RecordType.GRANT, "g")).isFalse();
        for (Bucket bucket : Bucket.all()) {
            if (bucket.primary() == Bucket.GRANT) {
                assertThat(dump(SyncRanges.of(bucket, sync(1)))).isEmpty();
            }
        }
    }

    @Test
    void what_refers_to_a_deleted_record_stays() {
        open.putResources(List.of(resource("org", "1"), resource("user", "u", "org", "1")));
        open.delete(RecordType.RESOURCE, "org", "1");

        assertThat(list(Listing.resourcesUnder("org", "1"))).hasSize(1);
    }

    @Test
    void an_identity_of_the_wrong_number_of_parts_is_refused() {
        assertRefused(Kind.INVALID, "2 elements", () -> open.delete(RecordType.RESOURCE, "user"));
        try (SyncReader reader = store.read(sync(1))) {
            assertRefused(Kind.INVALID, "1 elements", () -> reader.get(RecordType.GRANT, "a", "b"));
        }
    }

    @Test
    void a_call_with_a_wrong_record_writes_nothing_and_names_it() {
        GrantRecord good = grant("good", "e", "u");
        GrantRecord nameless = grant("", "e", "u");
        GrantRecord early = good.toBuilder()
                .setExternalId("early")
                .setDiscoveredAt(Timestamp.newBuilder().setSeconds(Long.MIN_VALUE))
                .build();
        String longId = "x".repeat(engine.limits().maxKeyBytes());
        Map<String, String> before = dump(KeyRange.prefix(Keyspace.prefix()));

        assertRefused(Kind.INVALID, "external_id", () -> open.putGrants(List.of(good, nameless)));
        assertRefused(Kind.INVALID, "\"early\"): discovered_at", () -> open.putGrants(List.of(good, early)));
        assertRefused(Kind.INVALID, "the limit is", () -> open.putGrants(List.of(good, grant(longId, "e", "u"))));
        assertRefused(Kind.INVALID, "grant_by_entitlement key", () -> open.putGrants(List.of(grant("g", longId, "u"))));
        assertRefused(Kind.INVALID, "surrogate", () -> open.putGrants(List.of(grant("\ud800", "e", "u"))));
        ResourceRecord typeless = resource("", "r");
        assertRefused(Kind.INVALID, "resource_type_id", () -> open.putResources(List.of(typeless)));

        assertThat(dump(KeyRange.prefix(Keyspace.prefix()))).isEqualTo(before);
    }

    @Test
    void runs_and_statistics_are_not_put_by_hand() {
        assertRefused(Kind.INVALID, "by the store alone", () -> open.put(RecordType.SYNC_RUN, List.of()));
        assertRefused(Kind.INVALID, "by the store alone", () -> open.delete(RecordType.STATS));
    }

    @Test
    void a_damaged_record_is_not_overwritten() {
        differencesExpected = true;
        open = store.resume(sync(1));
        putRow(Bucket.GRANT.key(sync(1), "g"), new byte[] {1, 2});

        assertRefused(Kind.CORRUPT, "\"g\"", () -> open.putGrants(List.of(grant("f", "e", "u"), grant("g", "e", "u"))));
        assertRefused(Kind.CORRUPT, "\"g\"", () -> open.delete(RecordType.GRANT, "g"));
        assertRefused(Kind.CORRUPT, "\"g\"", () -> open.putIfNewer(RecordType.GRANT, List.of(grant("g", "e", "u"))));
        assertThat(list(Listing.grantsOf("e"))).isEmpty();
    }

    @Test
    void records_without_references_have_no_index_rows() {
        open.putGrants(List.of(GrantRecord.newBuilder().setExternalId("g").build()));
        open.putEntitlements(List.of(entitlement("e")));
        open.putResources(List.of(resource("user", "u")));

        assertThat(list(Listing.grants())).hasSize(1);
        assertThat(list(Listing.grantsOf(""))).isEmpty();
        assertThat(list(Listing.entitlements())).hasSize(1);
    }

    @Test
    void syncs_of_a_store_do_not_touch_each_other() {
        OpenSync other = store.start(full(2));
        open.putGrants(List.of(grant("g", "e", "u")));
        other.putGrants(List.of(grant("g", "f", "u")));
        open.delete(RecordType.GRANT, "g");

        assertThat(list(Listing.grants())).isEmpty();
        assertThat(list(sync(2), Listing.grants())).containsExactly(grant("g", "f", "u"));
    }
}
