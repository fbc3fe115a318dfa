package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.KeyRange;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.GrantRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows a merge gives, on every engine. G and W numbers are those of the reference's behaviours. */
class MergeTest extends MergeCase {
    /** G01 */
    @Test
    void the_record_discovered_last_wins_and_all_others_stay() {
        SyncSource older = source(FULL, 1, grant("shared", 1000), grant("only-1", 5));
        SyncSource newer = source(FULL, 2, grant("shared", 2000), grant("only-2", 5));
        merge(SETTINGS, older, newer);
        assertThat(grants()).containsExactly(grant("only-1", 5), grant("only-2", 5), grant("shared", 2000));
        assertSound();
    }

    /** G03, and W15 */
    @Test
    void a_source_that_is_older_everywhere_changes_nothing() {
        SyncSource newest = source(FULL, 1, allKinds("now", 9));
        List<String> rows = TestStores.rows(store.engine(), newest.sync());
        SyncSource older = source(FULL, 2, allKinds("then", 8));
        SyncSource empty = source(PARTIAL, 3);
        MergeResult result = merge(SETTINGS, empty, older, newest);
        assertThat(result.inputs()).extracting(MergeResult.Input::won).containsExactly(0L, 0L, 4L);
        assertThat(TestStores.rows(store.engine(), DEST).size()).isEqualTo(rows.size());
        assertThat(store.stats(DEST).getGrants()).isEqualTo(1);
        assertThat(grants()).containsExactly((GrantRecord) allKinds("now", 9)[3]);
        assertSound();
    }

    @Test
    void on_a_tie_the_earlier_source_wins_and_no_time_is_before_every_time() {
        SyncSource first = source(FULL, 1, grant("tie", 7L, "first"), grant("none", null, "first"));
        SyncSource second = source(FULL, 2, grant("tie", 7L, "second"), grant("none", -5L, "second"));
        SyncSource third = source(FULL, 3, grant("none", -5L, "third"), grant("epoch", null, "third"));
        SyncSource fourth = source(FULL, 4, grant("epoch", 0L, "fourth"));
        merge(SETTINGS, first, second, third, fourth);
        assertThat(grants())
                .containsExactly(grant("epoch", 0L, "fourth"), grant("none", -5L, "second"), grant("tie", 7L, "first"));
    }

    /** G06 */
    @Test
    void assets_are_not_merged() {
        AssetRecord asset = AssetRecord.newBuilder().setExternalId("logo").build();
        MergeResult result = merge(SETTINGS, source(FULL, 1, grant("a", 1), asset));
        assertThat(store.stats(DEST).getAssets()).isZero();
        assertThat(result.buckets())
                .filteredOn(count -> count.bucket() == Bucket.ASSET)
                .extracting(BucketCount::records)
                .containsExactly(0L);
        assertSound();
    }

    /** G08, G09, W02 */
    @Test
    void neither_the_order_of_sources_nor_the_fan_in_shows_when_all_times_differ() {
        List<SyncSource> sources = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            List<MessageLite> records = new ArrayList<>();
            for (int j = 0; j < 400; j++) {
                records.add(grant("g" + (i * 300 + j), (j * 7L + i * 13L) % 1000 * 10 + i, "source " + i));
            }
            sources.add(source(FULL, i + 1, records.toArray(MessageLite[]::new)));
        }
        MergeResult one = merge(SETTINGS, sources);
        List<GrantRecord> expected = grants();
        assertThat(expected).hasSize(6 * 300 + 400);
        assertThat(one.rounds()).isEqualTo(1);
        assertThat(one.contestedKeys()).isEqualTo(6 * 100);
        for (int fanIn : new int[] {2, 3, 4}) {
            Collections.rotate(sources, 3);
            store.drop(DEST);
            MergeResult again = merge(SETTINGS.withFanIn(fanIn).withContestedInHeap(fanIn * 100), sources);
            assertThat(grants()).isEqualTo(expected);
            assertThat(again.rounds()).isGreaterThan(1);
            assertThat(again.contestedKeys()).isEqualTo(one.contestedKeys());
            assertThat(again.inputs().stream().mapToLong(MergeResult.Input::won).sum())
                    .isEqualTo(expected.size());
        }
        assertSound();
    }

    /** W14 */
    @Test
    void winners_come_from_every_place_in_the_list_in_all_kinds() {
        List<MessageLite> newest = new ArrayList<>();
        List<MessageLite> middle = new ArrayList<>();
        List<MessageLite> oldest = new ArrayList<>();
        for (String id : List.of("x", "y", "z")) {
            newest.addAll(List.of(allKinds(id, "newest", id.equals("x") ? 3 : 1)));
            middle.addAll(List.of(allKinds(id, "middle", id.equals("y") ? 3 : 1)));
            oldest.addAll(List.of(allKinds(id, "oldest", id.equals("z") ? 3 : 1)));
        }
        MergeResult result = merge(
                SETTINGS.withFanIn(2),
                source(FULL, 1, newest.toArray(MessageLite[]::new)),
                source(FULL, 2, middle.toArray(MessageLite[]::new)),
                source(FULL, 3, oldest.toArray(MessageLite[]::new)));
        assertThat(result.inputs()).extracting(MergeResult.Input::won).containsExactly(4L, 4L, 4L);
        assertThat(grants())
                .containsExactly(
                        (GrantRecord) allKinds("x", "newest", 3)[3],
                        (GrantRecord) allKinds("y", "middle", 3)[3],
                        (GrantRecord) allKinds("z", "oldest", 3)[3]);
        assertSound();
    }

    @Test
    void index_rows_that_no_record_implies_do_not_go_over_and_missing_ones_are_made() {
        SyncSource first = source(FULL, 1, allKinds("a", 1));
        SyncSource second = source(FULL, 2, allKinds("b", 1));
        putRow(Bucket.GRANT_BY_PRINCIPAL.key(first.sync(), "user", "gone", "no-grant"));
        putRow(Bucket.GRANT_BY_ENTITLEMENT.key(second.sync(), "other", "user", "u", "b"));
        deleteRow(Bucket.RESOURCE_BY_PARENT.key(second.sync(), "type", "parent", "type", "b"));
        MergeResult result = merge(SETTINGS, first, second);
        assertThat(result.rebuiltIndexes())
                .containsExactlyInAnyOrder(
                        Bucket.RESOURCE_BY_PARENT, Bucket.GRANT_BY_ENTITLEMENT, Bucket.GRANT_BY_PRINCIPAL);
        assertSound();

        store.drop(DEST);
        MergeResult sound = merge(SETTINGS, first, source(FULL, 3, allKinds("c", 1)));
        assertThat(sound.rebuiltIndexes()).containsExactly(Bucket.GRANT_BY_PRINCIPAL);
        assertSound();
    }

    @Test
    void inputs_and_all_else_stay_and_the_result_outlives_the_process() {
        SyncSource first = source(FULL, 1, allKinds("a", 1));
        SyncSource second = source(FULL, 2, allKinds("b", 1));
        List<String> others = TestStores.rows(store.engine(), KeyRange.all());
        merge(SETTINGS, first, second);
        List<String> merged = TestStores.rows(store.engine(), DEST);
        store.engine().close();
        store = TestStores.open(provider, directory.resolve("store"));
        assertThat(TestStores.rows(store.engine(), DEST)).isEqualTo(merged);
        store.drop(DEST);
        assertThat(TestStores.rows(store.engine(), KeyRange.all())).isEqualTo(others);
    }

    private void putRow(byte[] key) {
        store.engine().write(new Batch().put(key, new byte[0]), Durability.RELAXED);
    }

    private void deleteRow(byte[] key) {
        store.engine().write(new Batch().delete(key), Durability.RELAXED);
    }
}
