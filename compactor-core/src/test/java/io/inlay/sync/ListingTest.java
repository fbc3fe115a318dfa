package io.inlay.sync;

import static io.inlay.sync.Samples.entitlement;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.SyncLifecycleTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceTypeRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings over several starts, by trait, and records by their ids. */
class ListingTest extends OnEveryEngine {
    private OpenSync open;

    @BeforeEach
    void start() {
        open = store.start(full(1));
    }

    private static ResourceTypeRecord type(String id, String... traits) {
        return Samples.type(id).toBuilder().addAllTraits(List.of(traits)).build();
    }

    private static List<String> ids(List<GrantRecord> grants) {
        return grants.stream().map(GrantRecord::getExternalId).toList();
    }

    /** Follows the tokens; every page but the last must be full. */
    private <M extends MessageLite> List<M> paged(Listing<M> listing, int size) {
        List<M> records = new ArrayList<>();
        String token = "";
        do {
            try (SyncReader reader = store.read(sync(1))) {
                Page<M> page = reader.page(listing, size, token);
                assertThat(page.records().size() == size || page.isLast()).isTrue();
                records.addAll(page.records());
                token = page.nextToken();
            }
        } while (!token.isEmpty());
        return records;
    }

    private void putGrants(String entitlement, int count) {
        for (int i = 0; i < count; i++) {
            open.putGrants(List.of(grant(entitlement + i, entitlement, "user" + i % 2, "u" + i)));
        }
    }

    @Test
    void A12_grants_of_several_entitlements_come_page_by_page() {
        putGrants("A", 5);
        putGrants("AB", 4);
        putGrants("B", 3);
        putGrants("C", 7);
        putGrants("D", 2);
        Listing<GrantRecord> batch = Listing.grantsOfAny(List.of("C", "A", "gone", "B", "", "A"));

        assertThat(ids(list(sync(1), batch)))
                .containsExactly(
                        "A0", "A2", "A4", "A1", "A3", "B0", "B2", "B1", "C0", "C2", "C4", "C6", "C1", "C3", "C5");
        for (int size : new int[] {1, 3, 4, 5, 14, 15, 16, 100}) {
            assertThat(paged(batch, size)).isEqualTo(list(sync(1), batch));
        }
        assertThat(paged(Listing.grantsOfAny(List.of()), 4)).isEmpty();
        assertThat(paged(Listing.grantsOfAny(List.of("", "gone")), 4)).isEmpty();
    }

    @Test
    void A13_a_token_goes_with_its_set_of_entitlements_in_any_order() {
        putGrants("A", 2);
        putGrants("B", 2);
        putGrants("C", 2);
        try (SyncReader reader = store.read(sync(1))) {
            String token = reader.page(Listing.grantsOfAny(List.of("A", "B", "C")), 3, "")
                    .nextToken();

            assertThat(ids(reader.page(Listing.grantsOfAny(List.of("C", "B", "A", "B")), 9, token)
                            .records()))
                    .containsExactly("B1", "C0", "C1");
            for (Listing<GrantRecord> other : List.of(
                    Listing.grantsOfAny(List.of("A", "B")),
                    Listing.grantsOfAny(List.of("A", "B", "C", "D")),
                    Listing.grantsOfAny(List.of()),
                    Listing.grantsOf("B"),
                    Listing.grants())) {
                assertRefused(Kind.BAD_TOKEN, "page token", () -> reader.page(other, 3, token));
            }
        }
    }

    @Test
    void A09_P09_grants_of_an_entitlement_to_principals_of_certain_types() {
        for (int i = 0; i < 8; i++) {
            open.putGrants(List.of(
                    grant("u" + i, "e", "user", "p" + i),
                    grant("g" + i, "e", "group", "p" + i),
                    grant("b" + i, "e", "bot", "p" + i),
                    grant("x" + i, "f", "user", "p" + i)));
        }
        Listing<GrantRecord> users = Listing.grantsOf("e", List.of("user"));
        Listing<GrantRecord> people = Listing.grantsOf("e", List.of("user", "bot", "none"));

        for (int size = 1; size < 18; size++) {
            assertThat(ids(paged(users, size))).containsExactly("u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7");
            assertThat(ids(paged(people, size)))
                    .hasSize(16)
                    .containsSubsequence("b0", "b7", "u0", "u7")
                    .doesNotHaveDuplicates();
        }
        assertThat(paged(Listing.grantsOf("e", List.of()), 3)).isEmpty();
        assertThat(ids(paged(Listing.grantsOf("e", "user", "p3"), 3))).containsExactly("u3");
    }

    @Test
    void resources_are_listed_by_trait_parent_and_type_together() {
        open.putResourceTypes(
                List.of(type("bot", "USER", "APP"), type("group", "GROUP"), type("robot", "USER"), Samples.type("t")));
        List<ResourceRecord> all = new ArrayList<>();
        for (String type : List.of("bot", "group", "robot", "t", "unknown")) {
            for (int i = 0; i < 3; i++) {
                all.add(resource(type, "r" + i, "org", "" + i % 2));
            }
        }
        open.putResources(all);
        Listing<ResourceRecord> under = Listing.resourcesUnder("org", "0");

        for (int size = 1; size < 8; size++) {
            assertThat(paged(Listing.withTrait("USER", Listing.resources()), size))
                    .extracting(ResourceRecord::getResourceTypeId)
                    .containsExactly("bot", "bot", "bot", "robot", "robot", "robot");
            assertThat(paged(Listing.withTrait("USER", under), size))
                    .containsExactly(
                            resource("bot", "r0", "org", "0"),
                            resource("bot", "r2", "org", "0"),
                            resource("robot", "r0", "org", "0"),
                            resource("robot", "r2", "org", "0"));
            assertThat(paged(Listing.withTrait("USER", Listing.resourcesUnder("org", "1", "bot")), size))
                    .containsExactly(resource("bot", "r1", "org", "1"));
            assertThat(paged(Listing.withTrait("USER", Listing.resourcesOfType("group")), size))
                    .isEmpty();
            assertThat(paged(Listing.withTrait("ROLE", Listing.resources()), size))
                    .isEmpty();
            assertThat(paged(Listing.withTrait("APP", Listing.withTrait("USER", Listing.resources())), size))
                    .extracting(ResourceRecord::getResourceTypeId)
                    .containsExactly("bot", "bot", "bot");
            assertThat(paged(Listing.withTrait("APP", Listing.resourcesOfType("bot")), size))
                    .hasSize(3);
        }
    }

    @Test
    void a_token_goes_with_its_trait() {
        open.putResourceTypes(List.of(type("bot", "USER", "APP")));
        open.putResources(List.of(resource("bot", "1"), resource("bot", "2"), resource("bot", "3")));
        try (SyncReader reader = store.read(sync(1))) {
            String token = reader.page(Listing.withTrait("USER", Listing.resources()), 1, "")
                    .nextToken();

            assertRefused(
                    Kind.BAD_TOKEN,
                    "page token",
                    () -> reader.page(Listing.withTrait("APP", Listing.resources()), 1, token));
            assertRefused(Kind.BAD_TOKEN, "page token", () -> reader.page(Listing.resources(), 1, token));
            assertThat(reader.page(Listing.withTrait("USER", Listing.resources()), 2, token)
                            .records())
                    .containsExactly(resource("bot", "2"), resource("bot", "3"));
        }
    }

    @Test
    void no_token_unless_a_further_record_matches() {
        for (int i = 0; i < 20; i++) {
            open.putGrants(List.of(grant(String.format("g%02d", i), "e", i < 5 ? "user" : "group", "p")));
        }
        Listing<GrantRecord> users = Listing.grants()
                .where(
                        "principal type is user",
                        grant -> grant.getPrincipal().getResourceTypeId().equals("user"));
        try (SyncReader reader = store.read(sync(1))) {
            assertThat(reader.page(users, 5, "").isLast()).isTrue();
            Page<GrantRecord> first = reader.page(users, 4, "");
            assertThat(first.isLast()).isFalse();
            assertThat(ids(reader.page(users, 4, first.nextToken()).records())).containsExactly("g04");
        }
    }

    @Test
    void records_are_got_by_their_ids_in_the_order_of_the_request() {
        open.putResources(List.of(resource("user", "a"), resource("user", "b"), resource("group", "a")));
        open.putGrants(List.of(grant("g1", "e", "u"), grant("g2", "e", "u")));
        try (SyncReader reader = store.read(sync(1))) {
            assertThat(reader.getAll(
                            RecordType.RESOURCE,
                            List.of(
                                    List.of("user", "b"),
                                    List.of("user", "gone"),
                                    List.of("group", "a"),
                                    List.of("user", "b"))))
                    .containsExactly(resource("user", "b"), resource("group", "a"), resource("user", "b"));
            assertThat(ids(reader.getAll(RecordType.GRANT, List.of(List.of("g2"), List.of("g0"), List.of("g1")))))
                    .containsExactly("g2", "g1");
            assertThat(reader.getAll(RecordType.GRANT, List.of())).isEmpty();
            assertRefused(
                    Kind.INVALID, "2 elements", () -> reader.getAll(RecordType.RESOURCE, List.of(List.of("user"))));
        }
    }

    @Test
    void A15_every_kind_of_record_streams_and_may_be_left_early() {
        open.putResources(List.of(resource("user", "a"), resource("user", "b")));
        open.putEntitlements(List.of(entitlement("e1"), entitlement("e2")));
        open.putGrants(List.of(grant("g1", "e", "u"), grant("g2", "e", "u")));
        try (SyncReader reader = store.read(sync(1))) {
            for (Listing<?> listing : List.of(Listing.resources(), Listing.entitlements(), Listing.grants())) {
                assertThat(list(sync(1), listing)).hasSize(2);
                try (RecordCursor<?> cursor = reader.list(listing)) {
                    assertThat(cursor.next()).isTrue();
                }
            }
        }
    }
}
