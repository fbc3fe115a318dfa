package io.inlay.compactor;

import static io.inlay.compactor.SmallSyncs.asset;
import static io.inlay.compactor.SmallSyncs.entitlement;
import static io.inlay.compactor.SmallSyncs.full;
import static io.inlay.compactor.SmallSyncs.grant;
import static io.inlay.compactor.SmallSyncs.partial;
import static io.inlay.compactor.SmallSyncs.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.inlay.compactor.FoldResult.Change;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncInput;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a fold tells of itself: its result, run record and statistics. W and F numbers are those of the reference's behaviours. */
class FoldRecordsTest extends FoldCase {
    /** W20, W21 in records */
    @Test
    void the_result_tells_what_was_added_replaced_and_left() {
        fill(
                grant("1", "e1", "u1", 5),
                grant("2", "e1", "u2", 5),
                grant("3", "e1", "u3", 5),
                grant("4", "e1", "u4", 5));
        SyncId newer = partial(
                source,
                2,
                20,
                grant("2", "e1", "u2", 5),
                grant("3", "e1", "u3", 4),
                grant("4", "e1", "u5", 6),
                grant("5", "e1", "u5", 6));
        List<FoldResult> results = foldBoth(newer);
        for (FoldResult result : results) {
            assertThat(result.sync()).isEqualTo(SYNC);
            assertThat(result.type()).isEqualTo(SyncType.SYNC_TYPE_FULL);
            assertThat(result.changes().get(3)).isEqualTo(new Change(Bucket.GRANT, 1, 1, 3));
            assertThat(result.added()).isEqualTo(1);
            assertThat(result.replacedRecords()).isEqualTo(1);
            assertThat(result.unchanged()).isEqualTo(3);
            assertThat(result.written()).extracting(BucketCount::bucket).isEqualTo(Bucket.all());
            assertThat(result.times()).containsOnlyKeys(Phase.CHECK, Phase.STAGE, Phase.COMMIT);
            assertThat(result.replaced().records()).isEqualTo(result.records());
        }
        FoldResult patch = results.get(0);
        assertThat(written(patch, Bucket.GRANT)).isEqualTo(2);
        assertThat(written(patch, Bucket.GRANT_BY_ENTITLEMENT)).isEqualTo(3);
        assertThat(written(patch, Bucket.GRANT_BY_ENTITLEMENT_RESOURCE)).isEqualTo(1);
        assertThat(written(patch, Bucket.GRANT_BY_PRINCIPAL)).isEqualTo(3);
        assertThat(written(patch, Bucket.GRANT_BY_PRINCIPAL_RESOURCE_TYPE)).isEqualTo(1);
        assertThat(written(patch, Bucket.RESOURCE)).isZero();
        assertThat(written(results.get(1), Bucket.GRANT)).isEqualTo(5);
    }

    /** W18 */
    @Test
    void statistics_follow_a_record_from_type_to_type() {
        fill(entitlement("e1", "app", "a", 1), entitlement("e2", "app", "b", 1));
        fold(partial(source, 2, 20, entitlement("e1", "role", "r", 2)));
        assertThat(patched.stats(SYNC).getEntitlements()).isEqualTo(2);
        assertThat(patched.stats(SYNC).getEntitlementsByResourceTypeMap())
                .containsEntry("app", 1L)
                .containsEntry("role", 1L)
                .hasSize(2);
    }

    /** F08 */
    @Test
    void every_sync_that_was_folded_in_is_told_once() {
        fill(grant("1", "e", "u", 1));
        SyncId first = partial(source, 2, 20, grant("1", "e", "u", 2));
        SyncId second = partial(source, 3, 30, grant("1", "e", "u", 3));
        SyncId third = SmallSyncs.finished(source, SyncType.SYNC_TYPE_RESOURCES_ONLY, 4, 40, List.of());
        SyncRunRecord before = run();
        fold(second, first);
        fold(third);
        fold(second);
        SyncRunRecord after = run();
        assertThat(after.getInputsList())
                .extracting(SyncInput::getSyncId)
                .containsExactly(second.toString(), third.toString(), first.toString(), SYNC.toString());
        assertThat(after.getInputs(3))
                .isEqualTo(SyncInput.newBuilder()
                        .setSyncId(SYNC.toString())
                        .setType(SyncType.SYNC_TYPE_FULL)
                        .setStartedAt(before.getStartedAt())
                        .setEndedAt(before.getEndedAt())
                        .build());
        assertThat(after.getCompacted()).isTrue();
        assertThat(after.getStartedAt()).isEqualTo(before.getStartedAt());
        assertThat(after.getEndedAt().getSeconds()).isEqualTo(41);
        assertThat(after.getType()).isEqualTo(SyncType.SYNC_TYPE_FULL);
        assertThat(patched.stats(SYNC).getWrittenAt()).isEqualTo(before.getEndedAt());
    }

    @Test
    void the_type_is_the_strongest_of_all() {
        SmallSyncs.finished(source, SyncType.SYNC_TYPE_PARTIAL, BASE, 10, List.of());
        copyToBases();
        SyncId resources = SmallSyncs.finished(source, SyncType.SYNC_TYPE_RESOURCES_ONLY, 2, 20, List.of());
        assertThat(fold(resources).type()).isEqualTo(SyncType.SYNC_TYPE_RESOURCES_ONLY);
        SyncId full = full(source, 3, 20);
        assertThat(fold(full).type()).isEqualTo(SyncType.SYNC_TYPE_FULL);
    }

    @Test
    void statistics_that_are_missing_or_damaged_are_made_anew() {
        fill(grant("1", "e", "u", 1), asset("a", ""), user("u", "g", 1));
        for (SyncStore base : List.of(patched, rebuilt)) {
            base.engine().write(new Batch().delete(Bucket.STATS.key(SYNC)), Durability.RELAXED);
        }
        SyncId newer = partial(source, 2, 20, grant("2", "e", "u", 1));
        fold(newer);
        for (SyncStore base : List.of(patched, rebuilt)) {
            base.engine().write(new Batch().put(Bucket.STATS.key(SYNC), new byte[] {1}), Durability.RELAXED);
        }
        fold(newer);
        assertThat(patched.stats(SYNC).getGrants()).isEqualTo(2);
        assertThat(patched.stats(SYNC).getAssets()).isEqualTo(1);
    }

    @Test
    void statistics_written_at_an_impossible_time_are_made_anew() {
        fill(grant("1", "e", "u", 1));
        Timestamp never = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
        for (SyncStore base : List.of(patched, rebuilt)) {
            putStats(base, SYNC, base.stats(SYNC).toBuilder().setWrittenAt(never));
        }
        fold(partial(source, 2, 20, grant("2", "e", "u", 1)));
        assertThat(patched.stats(SYNC).getWrittenAt().getSeconds())
                .isEqualTo(CLOCK.instant().getEpochSecond());
    }

    @Test
    void a_patch_that_shows_that_the_statistics_are_wrong_becomes_a_rebuild() {
        fill(grant("1", "e", "u", 1), grant("2", "e", "u", 1));
        putStats(patched, SYNC, SyncStatsRecord.newBuilder().setSyncId(SYNC.toString()));
        SyncId newer = partial(source, 2, 20, grant("1", "f", "u", 2), grant("2", "f", "u", 2));
        FoldResult result =
                compactor(patched).fold(SYNC, List.of(new SyncSource(source, newer)), options(FoldStrategy.PATCH));
        assertThat(result.strategy()).isEqualTo(FoldStrategy.REBUILD);
        assertThat(result.reason()).contains("are not those of its records");
        assertThat(result.changes().get(3)).isEqualTo(new FoldResult.Change(Bucket.GRANT, 0, 2, 0));
        assertSound(patched);
    }

    @Test
    void damaged_statistics_of_a_newer_sync_do_not_matter() {
        fill(grant("1", "e", "u", 1));
        SyncId newer = partial(source, 2, 20, grant("2", "e", "u", 1));
        source.engine().write(new Batch().put(Bucket.STATS.key(newer), new byte[] {1}), Durability.RELAXED);
        compactor(patched).fold(SYNC, List.of(new SyncSource(source, newer)));
        assertThat(patched.stats(SYNC).getGrants()).isEqualTo(2);
    }

    @Test
    void auto_patches_little_and_rebuilds_much_and_says_why() {
        fill(records(new Random(3), 200, 10));
        SyncId little = partial(source, 2, 20, records(new Random(4), 1, 20));
        SyncId much = full(source, 3, 20, records(new Random(4), 400, 20));
        Compactor compactor = compactor(patched);
        FoldResult patch = compactor.fold(SYNC, List.of(new SyncSource(source, little)));
        assertThat(patch.strategy()).isEqualTo(FoldStrategy.PATCH);
        assertThat(patch.reason())
                .contains("records, the base")
                .contains(provider.name())
                .contains("% is patched");
        FoldResult rebuild = compactor.fold(SYNC, List.of(new SyncSource(source, much)));
        assertThat(rebuild.strategy()).isEqualTo(FoldStrategy.REBUILD);

        patched.engine().write(new Batch().delete(Bucket.STATS.key(SYNC)), Durability.RELAXED);
        FoldResult uncounted = compactor.fold(SYNC, List.of(new SyncSource(source, little)));
        assertThat(uncounted.strategy()).isEqualTo(FoldStrategy.REBUILD);
        assertThat(uncounted.reason()).contains("no sound statistics");
        assertSound(patched);
    }

    private static void putStats(SyncStore store, SyncId sync, SyncStatsRecord.Builder stats) {
        byte[] value = RecordType.STATS.encode(stats.build());
        store.engine().write(new Batch().put(Bucket.STATS.key(sync), value), Durability.RELAXED);
    }
}
