package io.inlay.compactor;

import static io.inlay.compactor.SmallSyncs.asset;
import static io.inlay.compactor.SmallSyncs.entitlement;
import static io.inlay.compactor.SmallSyncs.full;
import static io.inlay.compactor.SmallSyncs.grant;
import static io.inlay.compactor.SmallSyncs.partial;
import static io.inlay.compactor.SmallSyncs.type;
import static io.inlay.compactor.SmallSyncs.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.inlay.compactor.FoldResult.Change;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.Listing;
import io.inlay.sync.RecordCursor;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncInput;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folds by both strategies, on every engine: the same fold is made in two bases, which have to stay equal. W and F numbers are
 * those of the reference's behaviours.
 */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#providers")
class FoldTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-04-01T00:00:00Z"), ZoneOffset.UTC);
    private static final int BASE = 1;
    private static final SyncId SYNC = SampleAccess.sync(BASE);

    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    private SyncStore patched;
    private SyncStore rebuilt;
    private SyncStore source;

    @BeforeEach
    void open() {
        patched = TestStores.open(provider, directory.resolve("patched"));
        rebuilt = TestStores.open(provider, directory.resolve("rebuilt"));
        source = TestStores.open(new ModelProvider(), directory.resolve("source"));
    }

    @AfterEach
    void close() {
        patched.engine().close();
        rebuilt.engine().close();
        source.engine().close();
    }

    /** W14 */
    @Test
    void the_newest_record_wins_wherever_it_is() {
        fill(
                type("t1", "oldest", 30),
                type("t2", "oldest", 10),
                type("t3", "oldest", 10),
                user("u1", "g1", 30),
                user("u2", "g1", 10),
                user("u3", "g1", 10),
                entitlement("e1", "app", "a1", 30),
                entitlement("e2", "app", "a1", 10),
                entitlement("e3", "app", "a1", 10),
                grant("1", "e1", "u1", 30),
                grant("2", "e1", "u1", 10),
                grant("3", "e1", "u1", 10));
        SyncId middle = partial(
                source,
                2,
                20,
                type("t1", "middle", 20),
                type("t2", "middle", 30),
                type("t3", "middle", 20),
                user("u1", "g2", 20),
                user("u2", "g2", 30),
                user("u3", "g2", 20),
                entitlement("e1", "app", "a2", 20),
                entitlement("e2", "app", "a2", 30),
                entitlement("e3", "app", "a2", 20),
                grant("1", "e2", "u2", 20),
                grant("2", "e2", "u2", 30),
                grant("3", "e2", "u2", 20));
        SyncId newest = partial(
                source,
                3,
                22,
                type("t1", "newest", 10),
                type("t2", "newest", 20),
                type("t3", "newest", 30),
                user("u1", "g3", 10),
                user("u2", "g3", 20),
                user("u3", "g3", 30),
                entitlement("e1", "app", "a3", 10),
                entitlement("e2", "app", "a3", 20),
                entitlement("e3", "app", "a3", 30),
                grant("1", "e3", "u3", 10),
                grant("2", "e3", "u3", 20),
                grant("3", "e3", "u3", 30));

        FoldResult result = fold(newest, middle);

        assertThat(result.changes())
                .containsExactly(
                        new Change(Bucket.RESOURCE_TYPE, 0, 2, 1), new Change(Bucket.RESOURCE, 0, 2, 1),
                        new Change(Bucket.ENTITLEMENT, 0, 2, 1), new Change(Bucket.GRANT, 0, 2, 1));
        assertThat(grants())
                .containsExactly(grant("1", "e1", "u1", 30), grant("2", "e2", "u2", 30), grant("3", "e3", "u3", 30));
    }

    /** W15 */
    @Test
    void what_the_newer_lacks_stays_with_its_indexes() {
        fill(type("t", "", 1), grant("1", "e1", "u1", 1), grant("2", "e1", "u2", 1));
        List<String> before = rowsOfGrants();
        FoldResult result = fold(partial(source, 2, 20, type("t", "later", 2)));
        assertThat(result.changes().get(3)).isEqualTo(new Change(Bucket.GRANT, 0, 0, 2));
        assertThat(rowsOfGrants()).isEqualTo(before).hasSize(10);
    }

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

    @Test
    void of_one_time_the_newer_wins_and_no_time_is_before_every_time() {
        fill(
                grant("1", "e1", "base", 5),
                grant("2", "e1", "base", -1),
                grant("3", "e1", "base", 0),
                grant("4", "e1", "base", -1));
        fold(partial(
                source,
                2,
                20,
                grant("1", "e1", "newer", 5),
                grant("2", "e1", "newer", -1),
                grant("3", "e1", "newer", -1),
                grant("4", "e1", "newer", 0)));
        assertThat(grants())
                .extracting(grant -> grant.getPrincipal().getResourceId())
                .containsExactly("newer", "newer", "base", "newer");
    }

    @Test
    void assets_of_the_base_stay_and_none_come() {
        fill(asset("logo", "base"), asset("icon", "base"));
        fold(partial(source, 2, 20, asset("logo", "newer"), asset("other", "newer"), grant("1", "e", "u", 1)));
        try (SyncReader reader = patched.read(SYNC)) {
            assertThat(reader.get(RecordType.ASSET, "logo")
                            .orElseThrow()
                            .getData()
                            .toStringUtf8())
                    .isEqualTo("base");
            assertThat(reader.get(RecordType.ASSET, "icon")).isPresent();
            assertThat(reader.get(RecordType.ASSET, "other")).isEmpty();
        }
        assertThat(patched.stats(SYNC).getAssets()).isEqualTo(2);
    }

    @Test
    void what_is_there_already_is_not_written() {
        MessageLite[] records = {grant("1", "e1", "u1", 5), grant("2", "e1", "u2", -1), user("u", "g", 3)};
        fill(records);
        SyncId newer = partial(source, 2, 20, records);
        FoldResult first = fold(newer);
        assertThat(first.added() + first.replacedRecords()).isZero();
        assertThat(first.records()).isEqualTo(1);
        assertThat(written(first, Bucket.SYNC_RUN)).isEqualTo(1);

        FoldResult second = fold(newer);
        assertThat(second.records()).isZero();
        assertThat(second.bytes()).isZero();
        assertThat(second.replaced()).isEqualTo(new ReplaceResult(0, 0, 0, Duration.ZERO));
        assertThat(TestStores.staged(patched)).isEmpty();
    }

    /** F02: what folds leave behind does not add up in what they give. */
    @Test
    void fifty_folds_in_a_row_are_one_merge_of_all() {
        Random random = new Random(2);
        fill(records(random, 120, 10));
        List<SyncSource> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            SyncId newer = partial(source, 2 + i, 20 + 2 * i, records(random, 5, 60));
            all.add(0, new SyncSource(source, newer));
            fold(newer);
        }
        SyncStore once = TestStores.open(new ModelProvider(), directory.resolve("once"));
        new Compactor(once).copy(source, SYNC);
        compactor(once).fold(SYNC, all, options(FoldStrategy.REBUILD));
        assertThat(rows(patched)).isEqualTo(rows(once));
        once.engine().close();
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
    void syncs_of_the_base_store_itself_are_folded() {
        fill(grant("1", "e", "u", 1));
        for (SyncStore base : List.of(patched, rebuilt)) {
            partial(base, 2, 20, grant("1", "e", "v", 2), grant("2", "e", "u", 1));
        }
        SyncId newer = SampleAccess.sync(2);
        List<String> folded = TestStores.rows(patched.engine(), newer);
        for (FoldStrategy strategy : List.of(FoldStrategy.PATCH, FoldStrategy.REBUILD)) {
            SyncStore base = strategy == FoldStrategy.PATCH ? patched : rebuilt;
            compactor(base).fold(SYNC, List.of(new SyncSource(base, newer)), options(strategy));
        }
        assertEqualAndSound();
        assertThat(grants()).containsExactly(grant("1", "e", "v", 2), grant("2", "e", "u", 1));
        assertThat(TestStores.rows(patched.engine(), newer)).isEqualTo(folded);
    }

    @Test
    void index_rows_that_the_newer_should_not_have_do_not_come() {
        fill(grant("1", "e", "u", 1));
        SyncId newer = partial(source, 2, 20, grant("1", "e", "v", 2), grant("2", "e", "w", 2));
        put(source, Bucket.GRANT_BY_PRINCIPAL.key(newer, "user", "stray", "1"));
        put(source, Bucket.GRANT_BY_PRINCIPAL.key(newer, "user", "stray", "9"));
        source.engine()
                .write(
                        new Batch().delete(Bucket.GRANT_BY_ENTITLEMENT.key(newer, "e", "user", "w", "2")),
                        Durability.RELAXED);
        fold(newer);
        assertThat(grants()).hasSize(2);
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

    @Test
    void other_syncs_of_the_base_and_the_sources_stay_as_they_are() {
        fill(records(new Random(5), 50, 10));
        TestStores.fill(patched, SampleAccess.sync(7), new SampleAccess(1, 50));
        TestStores.fill(rebuilt, SampleAccess.sync(7), new SampleAccess(1, 50));
        SyncId newer = partial(source, 2, 20, records(new Random(6), 20, 20));
        List<String> other = TestStores.rows(patched.engine(), SampleAccess.sync(7));
        List<String> sources = TestStores.rows(source.engine(), KeyRange.all());
        fold(newer);
        assertThat(TestStores.rows(patched.engine(), SampleAccess.sync(7))).isEqualTo(other);
        assertThat(TestStores.rows(source.engine(), KeyRange.all())).isEqualTo(sources);
    }

    /** As many records of each kind, with ids of a small set, seen within a few seconds of one. */
    private static MessageLite[] records(Random random, int number, long second) {
        List<MessageLite> records = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int id = random.nextInt(300);
            long seen = second + random.nextInt(20) - 2;
            records.add(type("t" + id % 7, "" + random.nextInt(9), seen));
            records.add(user("u" + id, "g" + random.nextInt(5), seen));
            records.add(entitlement("e" + id % 50, "app" + random.nextInt(3), "a", seen));
            records.add(grant("" + id, "e" + random.nextInt(4), "u" + random.nextInt(5), seen));
        }
        return records.toArray(MessageLite[]::new);
    }

    /** Gives both bases the sync. */
    private void fill(MessageLite... records) {
        full(source, BASE, 10, records);
        copyToBases();
    }

    private void copyToBases() {
        new Compactor(patched).copy(source, SYNC);
        new Compactor(rebuilt).copy(source, SYNC);
    }

    private Compactor compactor(SyncStore base) {
        return new Compactor(
                base,
                CompactorSettings.defaults()
                        .withClock(CLOCK)
                        .withFanIn(2)
                        .withSliceRecords(50)
                        .withSortMemoryBytes(1 << 12));
    }

    private static FoldOptions options(FoldStrategy strategy) {
        return FoldOptions.defaults().withStrategy(strategy);
    }

    /** Folds syncs of the source into both bases and gives what the patch did. */
    private FoldResult fold(SyncId... newer) {
        return foldBoth(newer).get(0);
    }

    private List<FoldResult> foldBoth(SyncId... newer) {
        List<SyncSource> sources =
                Arrays.stream(newer).map(sync -> new SyncSource(source, sync)).toList();
        FoldResult patch = compactor(patched).fold(SYNC, sources, options(FoldStrategy.PATCH));
        FoldResult rebuild = compactor(rebuilt).fold(SYNC, sources, options(FoldStrategy.REBUILD));
        assertThat(patch.strategy()).isEqualTo(FoldStrategy.PATCH);
        assertThat(rebuild.strategy()).isEqualTo(FoldStrategy.REBUILD);
        assertThat(patch.changes()).isEqualTo(rebuild.changes());
        assertEqualAndSound();
        return List.of(patch, rebuild);
    }

    private void assertEqualAndSound() {
        assertThat(rows(patched)).isEqualTo(rows(rebuilt));
        assertSound(patched);
    }

    private static void assertSound(SyncStore store) {
        List<Object> differences = new ArrayList<>();
        new SyncVerifier(store.engine(), differences::add).verifyAll();
        assertThat(differences).isEmpty();
    }

    private static List<String> rows(SyncStore store) {
        return TestStores.rows(store.engine(), SYNC);
    }

    private List<String> rowsOfGrants() {
        return Bucket.all().stream()
                .filter(bucket -> bucket.primary() == Bucket.GRANT)
                .flatMap(bucket -> TestStores.rows(patched.engine(), SyncRanges.of(bucket, SYNC)).stream())
                .toList();
    }

    private List<GrantRecord> grants() {
        try (SyncReader reader = patched.read(SYNC);
                RecordCursor<GrantRecord> cursor = reader.list(Listing.grants())) {
            List<GrantRecord> grants = new ArrayList<>();
            while (cursor.next()) {
                grants.add(cursor.record());
            }
            return grants;
        }
    }

    private SyncRunRecord run() {
        return patched.find(SYNC).orElseThrow().record();
    }

    private static long written(FoldResult result, Bucket bucket) {
        return result.written().get(Bucket.all().indexOf(bucket)).records();
    }

    private static void putStats(SyncStore store, SyncId sync, SyncStatsRecord.Builder stats) {
        byte[] value = RecordType.STATS.encode(stats.build());
        store.engine().write(new Batch().put(Bucket.STATS.key(sync), value), Durability.RELAXED);
    }

    private static void put(SyncStore store, byte[] key) {
        store.engine().write(new Batch().put(key, new byte[0]), Durability.RELAXED);
    }
}
