package io.inlay.sync;

import static io.inlay.sync.Samples.entitlement;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.Samples.toExpand;
import static io.inlay.sync.Samples.type;
import static io.inlay.sync.SyncLifecycleTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncStatsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncReaderTest extends OnEveryEngine {
    private static List<String> ids(List<GrantRecord> grants) {
        return grants.stream().map(GrantRecord::getExternalId).toList();
    }

    @Test
    void A01_a_sync_is_listed_changed_and_ended() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "A", "alice"), grant("g2", "A", "bob"), grant("g3", "B", "alice")));

        assertThat(ids(list(sync(1), Listing.grants()))).containsExactly("g1", "g2", "g3");
        assertThat(ids(list(sync(1), Listing.grantsOn("app", "a")))).containsExactly("g1", "g2", "g3");
        assertThat(ids(list(sync(1), Listing.grantsTo("user", "alice")))).containsExactly("g1", "g3");
        try (SyncReader reader = store.read(sync(1))) {
            assertThat(reader.get(RecordType.GRANT, "g1")).contains(grant("g1", "A", "alice"));
        }
        open.delete(RecordType.GRANT, "g1");
        assertThat(ids(list(sync(1), Listing.grants()))).containsExactly("g2", "g3");
        assertThat(open.finish().isFinished()).isTrue();
    }

    @Test
    void E04_E05_a_hundred_grants_are_walked_wholly_and_by_entitlement() {
        OpenSync open = store.start(full(1));
        for (int i = 0; i < 100; i++) {
            open.putGrants(List.of(grant("g" + i, i < 5 ? "ent-A" : i < 8 ? "ent-B" : "ent-A-" + i, "u" + i)));
        }
        assertThat(list(sync(1), Listing.grants())).hasSize(100);
        assertThat(list(sync(1), Listing.grantsOf("ent-A"))).hasSize(5);
        assertThat(list(sync(1), Listing.grantsOf("ent-B"))).hasSize(3);
    }

    @Test
    void A21_a_finished_sync_is_read_while_another_is_written() {
        OpenSync first = store.start(full(1));
        first.putGrants(List.of(grant("g1", "e", "u")));
        first.finish();
        store.start(full(2)).putGrants(List.of(grant("g2", "e", "u")));

        assertThat(ids(list(sync(1), Listing.grants()))).containsExactly("g1");
        assertThat(ids(list(sync(1), Listing.grantsOf("e")))).containsExactly("g1");
        assertThat(ids(list(sync(2), Listing.grantsOf("e")))).containsExactly("g2");
    }

    /** A01, E04, E05, A09, A16 */
    @Test
    void grants_are_listed_by_every_index() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(
                grant("g1", "ent-A", "alice"),
                grant("g2", "ent-A", "bob"),
                grant("g3", "ent-A", "group", "alice"),
                toExpand(grant("g4", "ent-B", "alice")),
                grant("g5", "ent-A-1", "alice")));

        assertThat(ids(list(sync(1), Listing.grants()))).containsExactly("g1", "g2", "g3", "g4", "g5");
        assertThat(ids(list(sync(1), Listing.grantsOf("ent-A")))).containsExactly("g3", "g1", "g2");
        assertThat(ids(list(sync(1), Listing.grantsOf("ent-A", "user")))).containsExactly("g1", "g2");
        assertThat(ids(list(sync(1), Listing.grantsOf("ent-A", "user", "alice"))))
                .containsExactly("g1");
        assertThat(ids(list(sync(1), Listing.grantsOf("ent")))).isEmpty();
        assertThat(ids(list(sync(1), Listing.grantsOn("app", "a")))).containsExactly("g1", "g2", "g3", "g4", "g5");
        assertThat(ids(list(sync(1), Listing.grantsTo("user", "alice")))).containsExactly("g1", "g4", "g5");
        assertThat(ids(list(sync(1), Listing.grantsTo("group")))).containsExactly("g3");
        assertThat(ids(list(sync(1), Listing.grantsToExpand()))).containsExactly("g4");
    }

    /** A03 */
    @Test
    void resources_and_entitlements_are_listed_with_and_without_filter() {
        OpenSync open = store.start(full(1));
        open.putResources(
                List.of(resource("user", "u1", "org", "1"), resource("group", "x", "org", "1"), resource("org", "1")));
        open.putEntitlements(List.of(entitlement("e1", "org", "1"), entitlement("e2", "org", "11"), entitlement("e3")));

        assertThat(list(sync(1), Listing.resources())).hasSize(3);
        assertThat(list(sync(1), Listing.resourcesOfType("org"))).containsExactly(resource("org", "1"));
        assertThat(list(sync(1), Listing.resourcesUnder("org", "1")))
                .containsExactly(resource("group", "x", "org", "1"), resource("user", "u1", "org", "1"));
        assertThat(list(sync(1), Listing.resourcesUnder("org", "1", "user")))
                .containsExactly(resource("user", "u1", "org", "1"));
        assertThat(list(sync(1), Listing.entitlements())).hasSize(3);
        assertThat(list(sync(1), Listing.entitlementsOn("org", "1"))).containsExactly(entitlement("e1", "org", "1"));
    }

    @Test
    void ids_may_hold_any_text() {
        String odd = "a\u0000b\u0001\u0001c\uD83D\uDE00é";
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant(odd, odd, odd, odd), grant(odd + "x", odd + "\u0000", odd, odd)));

        assertThat(ids(list(sync(1), Listing.grantsOf(odd, odd, odd)))).containsExactly(odd);
        assertThat(list(sync(1), Listing.grantsTo(odd, odd))).hasSize(2);
        assertThat(differences()).isEmpty();
    }

    @Test
    void an_argument_that_is_no_text_is_refused() {
        store.start(full(1));
        try (SyncReader reader = store.read(sync(1))) {
            assertRefused(Kind.INVALID, "surrogate", () -> reader.list(Listing.grantsOf("\udc00")));
        }
    }

    /** P13 */
    @Test
    void index_rows_without_a_record_that_implies_them_are_passed_over() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "e", "u1"), grant("g2", "e", "u2"), grant("g3", "f", "u3")));
        putRow(Bucket.GRANT_BY_ENTITLEMENT.key(sync(1), "e", "user", "u0", "gone"), new byte[0]);
        putRow(Bucket.GRANT_BY_ENTITLEMENT.key(sync(1), "e", "user", "u1x", "g3"), new byte[0]);
        byte[] cut = Bucket.GRANT_BY_ENTITLEMENT.prefix(sync(1), "e", "user");
        putRow(cut, new byte[0]);

        assertThat(ids(list(sync(1), Listing.grantsOf("e")))).containsExactly("g1", "g2");
        try (SyncReader reader = store.read(sync(1))) {
            Page<GrantRecord> first = reader.page(Listing.grantsOf("e"), 1, "");
            Page<GrantRecord> second = reader.page(Listing.grantsOf("e"), 1, first.nextToken());
            assertThat(ids(first.records())).containsExactly("g1");
            assertThat(ids(second.records())).containsExactly("g2");
            assertThat(second.isLast()).isTrue();
        }
    }

    @Test
    void a_reader_sees_one_state() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "e", "u1")));
        try (SyncReader reader = store.read(sync(1));
                RecordCursor<GrantRecord> cursor = reader.list(Listing.grantsOf("e"))) {
            open.putGrants(List.of(grant("g1", "f", "u1"), grant("g2", "e", "u1")));
            open.finish();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.record()).isEqualTo(grant("g1", "e", "u1"));
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.next()).isFalse();
            assertThat(reader.run().isFinished()).isFalse();
            assertThat(reader.stats().getGrants()).isEqualTo(1);
        }
    }

    /** A15, A25: stopping early leaves nothing open. */
    @Test
    void a_listing_may_be_left_early() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "e", "u1"), grant("g2", "e", "u1")));
        try (SyncReader reader = store.read(sync(1))) {
            RecordCursor<GrantRecord> cursor = reader.list(Listing.grants());
            assertThatThrownBy(cursor::record).isInstanceOf(IllegalStateException.class);
            assertThat(cursor.next()).isTrue();
            cursor.close();
            assertThatThrownBy(cursor::record).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(cursor::next).isInstanceOf(EngineException.class);
        }
    }

    /** L07 */
    @Test
    void a_damaged_record_fails_the_listing_for_good() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "e", "u1"), grant("g2", "e", "u1"), grant("g3", "e", "u1")));
        putRow(Bucket.GRANT.key(sync(1), "g2"), new byte[] {(byte) 0xff});
        for (Listing<GrantRecord> listing : List.of(Listing.grants(), Listing.grantsOf("e"))) {
            try (SyncReader reader = store.read(sync(1));
                    RecordCursor<GrantRecord> cursor = reader.list(listing)) {
                assertThat(cursor.next()).isTrue();
                assertRefused(Kind.CORRUPT, "\"g2\"", cursor::next);
                assertRefused(Kind.CORRUPT, "\"g2\"", cursor::next);
                assertRefused(Kind.CORRUPT, "\"g2\"", () -> reader.page(listing, 0, ""));
                assertRefused(Kind.CORRUPT, "\"g2\"", () -> reader.get(RecordType.GRANT, "g2"));
            }
        }
    }

    @Test
    void a_reader_whose_engine_is_closed_says_so() {
        store.start(full(1)).putGrants(List.of(grant("g1", "e", "u1")));
        try (SyncReader reader = store.read(sync(1));
                RecordCursor<GrantRecord> cursor = reader.list(Listing.grantsOf("e"))) {
            engine.close();
            List<Runnable> calls = new ArrayList<>();
            calls.add(cursor::next);
            calls.add(reader::stats);
            calls.add(() -> reader.get(RecordType.GRANT, "g1"));
            for (Runnable call : calls) {
                assertThatThrownBy(call::run)
                        .isInstanceOfSatisfying(
                                EngineException.class,
                                e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CLOSED));
            }
        }
    }

    /** A18 */
    @Test
    void statistics_count_records_and_types() {
        OpenSync open = store.start(full(1));
        open.putResourceTypes(List.of(type("user"), type("app")));
        open.putResources(List.of(resource("user", "u1"), resource("user", "u2"), resource("app", "a")));
        open.putEntitlements(List.of(entitlement("e", "app", "a"), entitlement("f")));
        open.putGrants(List.of(
                grant("g1", "e", "u1"),
                grant("g2", "e", "u2"),
                GrantRecord.newBuilder().setExternalId("g3").build()));
        open.finish();

        SyncStatsRecord stats = store.stats(sync(1));
        assertThat(stats.getResourceTypes()).isEqualTo(2);
        assertThat(stats.getResources()).isEqualTo(3);
        assertThat(stats.getEntitlements()).isEqualTo(2);
        assertThat(stats.getGrants()).isEqualTo(3);
        assertThat(stats.getAssets()).isZero();
        assertThat(stats.getResourcesByResourceTypeMap()).isEqualTo(Map.of("user", 2L, "app", 1L));
        assertThat(stats.getGrantsByEntitlementResourceTypeMap()).isEqualTo(Map.of("app", 2L, "", 1L));
    }
}
