package io.inlay.sync;

import static io.inlay.sync.Samples.asset;
import static io.inlay.sync.Samples.entitlement;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.Samples.toExpand;
import static io.inlay.sync.Samples.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Snapshot;
import io.inlay.sync.Difference.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncVerifierTest extends OnEveryEngine {
    private static final byte[] NOTHING = {};

    @BeforeEach
    void fill() {
        OpenSync open = store.start(full(1));
        open.putResourceTypes(List.of(type("user")));
        open.putResources(List.of(resource("user", "u", "org", "1")));
        open.putEntitlements(List.of(entitlement("e", "app", "a")));
        open.putGrants(List.of(toExpand(grant("g1", "e", "u")), grant("g2", "e", "v")));
        open.putAssets(List.of(asset("logo", "x")));
        open.finish();
        assertThat(differences()).isEmpty();
    }

    private List<Tuple> found() {
        return differences().stream()
                .map(difference -> tuple(difference.kind(), difference.bucket()))
                .toList();
    }

    /** R27: the 14 ranges hold every key a full sync writes, and such a sync has rows in all of them. */
    @Test
    void every_row_of_a_sync_lies_in_one_of_its_ranges() {
        assertThat(SyncRanges.of(sync(1))).hasSize(14);
        assertThat(SyncRanges.of(sync(1)))
                .allSatisfy(part -> assertThat(dump(part.range())).isNotEmpty());
        int rows = SyncRanges.of(sync(1)).stream()
                .mapToInt(part -> dump(part.range()).size())
                .sum();
        assertThat(dump(KeyRange.all())).hasSize(rows + 1);
        try (Snapshot snapshot = engine.snapshot()) {
            SyncVerifier.Checked checked = new SyncVerifier(snapshot, difference -> {}).verify(sync(1));
            assertThat(checked.total()).isEqualTo(rows);
            assertThat(checked.rows()).containsEntry(Bucket.GRANT_BY_PRINCIPAL, 2L);
            assertThat(checked.differences()).isZero();
        }
    }

    @Test
    void of_an_absent_sync_there_is_nothing_to_tell() {
        List<Difference> found = new ArrayList<>();
        try (Snapshot snapshot = engine.snapshot()) {
            SyncVerifier.Checked checked = new SyncVerifier(snapshot, found::add).verify(sync(2));
            assertThat(checked.total()).isZero();
        }
        assertThat(found).isEmpty();
    }

    @Test
    void a_missing_index_row_is_named() {
        for (Bucket index : Bucket.all()) {
            if (index.isIndex()) {
                byte[] row;
                try (Cursor cursor = engine.cursor(SyncRanges.of(index, sync(1)), Direction.FORWARD, Access.POINT)) {
                    assertThat(cursor.next()).isTrue();
                    row = Keys.copy(cursor.key());
                }
                deleteRow(row);
                assertThat(found()).containsExactly(tuple(Kind.MISSING_INDEX_ROW, index));
                putRow(row, NOTHING);
            }
        }
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_stray_index_row_is_named() {
        putRow(Bucket.GRANT_BY_PRINCIPAL.key(sync(1), "user", "w", "g1"), NOTHING);
        putRow(Bucket.GRANT_BY_NEEDS_EXPANSION.key(sync(1), "gone"), NOTHING);

        assertThat(found())
                .containsExactly(
                        tuple(Kind.STRAY_INDEX_ROW, Bucket.GRANT_BY_PRINCIPAL),
                        tuple(Kind.STRAY_INDEX_ROW, Bucket.GRANT_BY_NEEDS_EXPANSION));
    }

    @Test
    void a_row_swapped_for_another_is_told_from_both_sides() {
        deleteRow(Bucket.GRANT_BY_PRINCIPAL.key(sync(1), "user", "u", "g1"));
        putRow(Bucket.GRANT_BY_PRINCIPAL.key(sync(1), "user", "w", "g1"), NOTHING);

        assertThat(found())
                .containsExactly(
                        tuple(Kind.STRAY_INDEX_ROW, Bucket.GRANT_BY_PRINCIPAL),
                        tuple(Kind.MISSING_INDEX_ROW, Bucket.GRANT_BY_PRINCIPAL));
    }

    @Test
    void an_index_row_with_a_value_or_of_another_form_is_named() {
        putRow(Bucket.GRANT_BY_PRINCIPAL.key(sync(1), "user", "u", "g1"), new byte[] {1});
        putRow(Bucket.GRANT_BY_PRINCIPAL.prefix(sync(1), "user"), NOTHING);

        assertThat(found())
                .containsExactly(
                        tuple(Kind.MALFORMED_VALUE, Bucket.GRANT_BY_PRINCIPAL),
                        tuple(Kind.MALFORMED_KEY, Bucket.GRANT_BY_PRINCIPAL));
    }

    @Test
    void damaged_and_misplaced_records_are_named() {
        putRow(Bucket.RESOURCE_TYPE.key(sync(1), "user"), new byte[] {(byte) 0xff});
        putRow(Bucket.ASSET.key(sync(1), "copy"), engine.get(Bucket.ASSET.key(sync(1), "logo")));
        putRow(Bucket.ENTITLEMENT.prefix(sync(1)), NOTHING);

        assertThat(found())
                .containsExactly(
                        tuple(Kind.MALFORMED_VALUE, Bucket.RESOURCE_TYPE),
                        tuple(Kind.MALFORMED_KEY, Bucket.ENTITLEMENT),
                        tuple(Kind.WRONG_KEY, Bucket.ASSET),
                        tuple(Kind.WRONG_STATS, Bucket.STATS));
    }

    @Test
    void an_asset_of_another_sync_is_named() {
        putRow(
                Bucket.ASSET.key(sync(1), "logo"),
                RecordType.ASSET.encode(asset("logo", "x").toBuilder()
                        .setSyncId(sync(2).toString())
                        .build()));

        assertThat(found())
                .containsExactly(tuple(Kind.MALFORMED_VALUE, Bucket.ASSET), tuple(Kind.WRONG_STATS, Bucket.STATS));
    }

    @Test
    void wrong_missing_and_early_statistics_are_named() {
        byte[] key = Bucket.STATS.key(sync(1));
        byte[] stats = engine.get(key);
        putRow(
                key,
                RecordType.STATS.encode(store.stats(sync(1)).toBuilder()
                        .setGrants(3)
                        .putResourcesByResourceType("org", 1)
                        .build()));
        assertThat(differences())
                .extracting(Difference::description)
                .containsExactly(
                        "grants of sync " + sync(1) + " is stored as 3, a recount gives 2",
                        "resources_by_resource_type of sync " + sync(1)
                                + " is stored as {org=1, user=1}, a recount gives {user=1}");

        deleteRow(key);
        assertThat(found()).containsExactly(tuple(Kind.WRONG_STATS, Bucket.STATS));
        putRow(key, new byte[] {1});
        assertThat(found()).containsExactly(tuple(Kind.MALFORMED_VALUE, Bucket.STATS));
        putRow(key, stats);
        store.start(full(2));
        putRow(Bucket.STATS.key(sync(2)), stats);
        assertThat(differences()).extracting(Difference::sync).containsOnly(sync(2));
        assertThat(differences()).extracting(Difference::description).anyMatch(text -> text.contains("no end"));
    }

    @Test
    void rows_without_a_run_and_keys_of_no_sync_are_named() {
        deleteRow(Bucket.SYNC_RUN.key(sync(1)));
        putRow(Bucket.ASSET.header(), NOTHING);
        putRow(new byte[] {3, 8, 1}, NOTHING);
        putRow(new byte[] {3, (byte) 0xff, 'x'}, NOTHING);

        assertThat(differences())
                .extracting(Difference::kind, Difference::sync, Difference::bucket)
                .containsExactly(
                        tuple(Kind.MALFORMED_KEY, null, Bucket.ASSET),
                        tuple(Kind.MALFORMED_KEY, null, null),
                        tuple(Kind.MALFORMED_KEY, null, null),
                        tuple(Kind.WRONG_RUN, sync(1), Bucket.SYNC_RUN));
    }

    @Test
    void a_damaged_run_is_named() {
        putRow(Bucket.SYNC_RUN.key(sync(1)), new byte[] {1});

        assertThat(found()).containsExactly(tuple(Kind.WRONG_RUN, Bucket.SYNC_RUN));
    }
}
