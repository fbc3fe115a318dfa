package io.inlay.sync;

import static io.inlay.sync.Samples.asset;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.seen;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.SyncLifecycleTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.KeyRange;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of REFERENCE 3.4; entitlements e1 … tell the records of one identity apart. */
class PutIfNewerTest extends OnEveryEngine {
    private static final GrantRecord UNDATED = grant("g", "e0", "u");
    private OpenSync open;

    @BeforeEach
    void start() {
        open = store.start(full(1));
    }

    @AfterEach
    void indexes_follow_the_records() {
        assertThat(differences()).isEmpty();
    }

    private static GrantRecord dated(String entitlement, long second) {
        return seen(grant("g", entitlement, "u"), second);
    }

    /** Offers the records in a call each, and again in one call to another sync: the same one must be left. */
    private void assertLeft(GrantRecord expected, GrantRecord... offered) {
        for (GrantRecord record : offered) {
            open.putIfNewer(RecordType.GRANT, List.of(record));
        }
        assertThat(list(sync(1), Listing.grants())).containsExactly(expected);
        OpenSync other = store.start(full(2));
        other.putIfNewer(RecordType.GRANT, List.of(offered));
        assertThat(list(sync(2), Listing.grants())).containsExactly(expected);
        assertThat(list(sync(2), Listing.grantsOf(expected.getEntitlement().getEntitlementId())))
                .hasSize(1);
    }

    @Test
    void an_absent_one_is_written_with_or_without_time() {
        assertLeft(UNDATED, UNDATED);
    }

    @Test
    void without_time_none_is_replaced() {
        assertLeft(UNDATED, UNDATED, grant("g", "e1", "u"));
    }

    @Test
    void a_time_replaces_none() {
        assertLeft(dated("e1", -5), UNDATED, dated("e1", -5));
    }

    @Test
    void no_time_does_not_replace_a_time() {
        assertLeft(dated("e1", 5), dated("e1", 5), UNDATED);
    }

    @Test
    void an_equal_time_does_not_replace() {
        assertLeft(dated("e1", 5), dated("e1", 5), dated("e2", 5));
    }

    @Test
    void a_later_time_replaces() {
        assertLeft(dated("e2", 6), dated("e1", 5), dated("e2", 6));
    }

    @Test
    void an_earlier_time_does_not_replace() {
        assertLeft(dated("e1", 5), dated("e1", 5), dated("e2", 4));
    }

    @Test
    void the_epoch_is_a_time() {
        assertLeft(dated("e1", 0), UNDATED, dated("e1", 0), UNDATED, dated("e2", -1), dated("e3", 0));
    }

    @Test
    void nanoseconds_count() {
        GrantRecord later = dated("e2", 5).toBuilder()
                .setDiscoveredAt(dated("e2", 5).getDiscoveredAt().toBuilder().setNanos(1))
                .build();
        assertLeft(later, dated("e1", 5), later, dated("e3", 5));
    }

    @Test
    void counts_what_it_changed() {
        assertThat(open.putIfNewer(RecordType.GRANT, List.of(dated("e1", 5), dated("e2", 6), dated("e3", 5))))
                .isEqualTo(1);
        assertThat(open.putIfNewer(RecordType.GRANT, List.of(dated("e3", 6)))).isZero();
    }

    @Test
    void N05_a_newer_resource_moves_to_its_new_parent_and_an_older_one_is_ignored() {
        for (ResourceRecord offered : List.of(childOf("a", 5), childOf("b", 6), childOf("c", 4))) {
            open.putIfNewer(RecordType.RESOURCE, List.of(offered));
        }
        assertThat(list(sync(1), Listing.resourcesUnder("org", "b"))).containsExactly(childOf("b", 6));
        assertThat(dump(SyncRanges.of(Bucket.RESOURCE_BY_PARENT, sync(1)))).hasSize(1);
    }

    private static ResourceRecord childOf(String parent, long second) {
        return resource("user", "u", "org", parent).toBuilder()
                .setDiscoveredAt(dated("e", second).getDiscoveredAt())
                .build();
    }

    @Test
    void N08_a_call_in_which_nothing_is_newer_writes_nothing() {
        open.putIfNewer(RecordType.GRANT, List.of(dated("e1", 5), grant("h", "e1", "u")));
        Map<String, String> before = dump(KeyRange.all());
        assertThat(open.putIfNewer(RecordType.GRANT, List.of(dated("e2", 5), dated("e3", 4), grant("h", "e2", "u"))))
                .isZero();
        assertThat(dump(KeyRange.all())).isEqualTo(before);
    }

    @Test
    void assets_have_no_such_rule() {
        assertRefused(Kind.INVALID, "use put", () -> open.putIfNewer(RecordType.ASSET, List.of(asset("a", ""))));
    }
}
