package io.inlay.sync;

import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.seen;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.Samples.toExpand;
import static io.inlay.sync.SyncLifecycleTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.GrantExpandableRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an expansion stores, and what it finds to do. */
class StoreExpandedTest extends OnEveryEngine {
    private static final GrantExpandableRecord SOURCES =
            GrantExpandableRecord.newBuilder().addEntitlementIds("source").build();

    private OpenSync open;
    private boolean differencesExpected;

    @BeforeEach
    void start() {
        open = store.start(full(1));
    }

    @AfterEach
    void indexes_follow_the_records() {
        assertThat(differences().isEmpty()).isNotEqualTo(differencesExpected);
    }

    private static GrantRecord expandable(GrantRecord grant) {
        return toExpand(grant).toBuilder().setExpansion(SOURCES).build();
    }

    private GrantRecord stored(String id) {
        try (SyncReader reader = store.read(sync(1))) {
            return reader.get(RecordType.GRANT, id).orElseThrow();
        }
    }

    @Test
    void A27_expansion_its_flag_and_time_are_those_of_the_stored_grant() {
        GrantRecord before = expandable(seen(grant("g", "e", "u"), 5));
        open.putGrants(List.of(before));

        assertThat(open.storeExpanded(List.of(seen(grant("g", "f", "v"), 9)))).isEqualTo(1);

        assertThat(stored("g")).isEqualTo(expandable(seen(grant("g", "f", "v"), 5)));
        assertThat(list(sync(1), Listing.grantsOf("e"))).isEmpty();
        assertThat(list(sync(1), Listing.grantsTo("user", "v"))).hasSize(1);
    }

    @Test
    void A27_a_grant_that_is_not_marked_does_not_become_so() {
        open.putGrants(List.of(seen(grant("g", "e", "u"), 5)));

        open.storeExpanded(List.of(expandable(grant("g", "e", "v"))));

        assertThat(stored("g")).isEqualTo(seen(grant("g", "e", "v"), 5));
        assertThat(list(sync(1), Listing.grantsToExpand())).isEmpty();
    }

    @Test
    void A27_a_grant_that_has_no_time_yet_is_seen_now() {
        open.putGrants(List.of(expandable(grant("old", "e", "u"))));
        long before = System.currentTimeMillis() / 1000;

        open.storeExpanded(List.of(grant("old", "e", "v"), grant("new", "e", "u"), seen(grant("dated", "e", "u"), 7)));

        long after = System.currentTimeMillis() / 1000;
        assertThat(stored("old").getDiscoveredAt().getSeconds()).isBetween(before, after);
        assertThat(stored("old").getExpansion()).isEqualTo(SOURCES);
        assertThat(stored("new").getDiscoveredAt().getSeconds()).isBetween(before, after);
        assertThat(stored("new").hasExpansion()).isFalse();
        assertThat(stored("dated")).isEqualTo(seen(grant("dated", "e", "u"), 7));
    }

    @Test
    void of_a_grant_twice_in_a_call_the_last_counts_and_takes_over_from_the_stored_one() {
        open.putGrants(List.of(expandable(seen(grant("g", "e", "u"), 5))));

        open.storeExpanded(List.of(grant("g", "f", "u"), grant("g", "h", "u")));

        assertThat(list(sync(1), Listing.grants())).containsExactly(expandable(seen(grant("g", "h", "u"), 5)));
    }

    @Test
    void a_sync_that_is_finished_or_a_record_that_is_damaged_is_refused() {
        differencesExpected = true;
        open = store.resume(sync(1));
        putRow(Bucket.GRANT.key(sync(1), "g"), new byte[] {1, 2});

        assertRefused(
                Kind.CORRUPT, "\"g\"", () -> open.storeExpanded(List.of(grant("f", "e", "u"), grant("g", "e", "u"))));
        assertThat(list(sync(1), Listing.grantsOf("e"))).isEmpty();
        deleteRow(Bucket.GRANT.key(sync(1), "g"));
        differencesExpected = false;
        assertRefused(Kind.INVALID, "external_id", () -> open.storeExpanded(List.of(grant("", "e", "u"))));
        open.finish();
        assertRefused(Kind.FINISHED, sync(1).toString(), () -> open.storeExpanded(List.of(grant("g", "e", "u"))));
    }

    @Test
    void A24_pending_are_the_marked_grants_with_an_expansion_until_the_mark_goes() {
        open.putGrants(List.of(
                expandable(grant("g1", "e", "u")),
                toExpand(grant("g2", "e", "u")),
                grant("g3", "e", "u").toBuilder().setExpansion(SOURCES).build(),
                grant("g4", "e", "u"),
                expandable(grant("g5", "e", "u"))));

        assertThat(list(sync(1), Listing.pendingExpansions()))
                .containsExactly(expandable(grant("g1", "e", "u")), expandable(grant("g5", "e", "u")));
        try (SyncReader reader = store.read(sync(1))) {
            Page<GrantRecord> first = reader.page(Listing.pendingExpansions(), 1, "");
            assertThat(first.records()).containsExactly(expandable(grant("g1", "e", "u")));
            assertThat(reader.page(Listing.pendingExpansions(), 1, first.nextToken()))
                    .isEqualTo(new Page<>(List.of(expandable(grant("g5", "e", "u"))), ""));
        }
        open.putGrants(List.of(grant("g1", "e", "u")));
        assertThat(list(sync(1), Listing.pendingExpansions())).containsExactly(expandable(grant("g5", "e", "u")));
    }

    @Test
    void A25_pending_expansions_may_be_left_after_the_first() {
        open.putGrants(List.of(expandable(grant("g1", "e", "u")), expandable(grant("g2", "e", "u"))));
        int seen = 0;
        try (SyncReader reader = store.read(sync(1));
                RecordCursor<GrantRecord> cursor = reader.list(Listing.pendingExpansions())) {
            while (cursor.next()) {
                seen++;
                break;
            }
        }
        assertThat(seen).isEqualTo(1);
        open.finish();
    }
}
