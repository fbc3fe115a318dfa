package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Compaction from every engine into every engine. X numbers are those of the reference's behaviours. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#pairs")
class CompactorTest {
    private static final SyncId SYNC = SampleAccess.sync(5);
    private static final SyncId BEFORE = SampleAccess.sync(4);
    private static final SyncId AFTER = SampleAccess.sync(6);
    private static final SampleAccess OLD = new SampleAccess(1, 300);
    private static final SampleAccess NEW = new SampleAccess(2, 400);

    @Parameter(0)
    EngineProvider baseProvider;

    @Parameter(1)
    EngineProvider sourceProvider;

    @TempDir
    Path directory;

    private SyncStore base;
    private SyncStore source;
    private Compactor compactor;

    @BeforeEach
    void open() {
        base = TestStores.open(baseProvider, directory.resolve("base"));
        source = TestStores.open(sourceProvider, directory.resolve("source"));
        compactor = new Compactor(base, CompactorSettings.defaults().withSliceRecords(100));
    }

    @AfterEach
    void close() {
        base.engine().close();
        source.engine().close();
    }

    /** X01 */
    @Test
    void an_empty_base_gets_the_source() {
        TestStores.fill(source, SYNC, NEW);
        CompactResult result = compactor.compact(source, SYNC);
        assertThat(rows(base)).isEqualTo(rows(source)).hasSize((int) result.records());
        assertSound(base);
    }

    /** X12 */
    @Test
    void the_base_holds_the_source_byte_for_byte_and_all_else_is_untouched() {
        TestStores.fill(base, SYNC, OLD);
        TestStores.fill(base, BEFORE, OLD);
        TestStores.fill(base, AFTER, new SampleAccess(3, 200));
        put(base, new byte[] {3, 9, 1, 2}, "session");
        put(base, new byte[] {3, (byte) 0xff, 'i', 'd', 'x', 0, 'a'}, "meta");
        put(base, new byte[] {2}, "below");
        put(base, new byte[] {4}, "above");
        List<String> others = othersOf(base);
        TestStores.fill(source, SYNC, NEW);
        TestStores.fill(source, BEFORE, NEW);
        List<String> wholeSource = TestStores.rows(source.engine(), KeyRange.all());

        CompactResult result = compactor.compact(source, SYNC);

        assertThat(rows(base)).isEqualTo(rows(source));
        assertThat(othersOf(base)).isEqualTo(others).hasSizeGreaterThan(2_000);
        assertThat(TestStores.rows(source.engine(), KeyRange.all())).isEqualTo(wholeSource);
        assertThat(result.bytes()).isEqualTo(TestStores.bytes(source.engine(), SYNC));
        assertThat(result.excised()).isFalse();
    }

    @Test
    void the_result_tells_rows_and_bytes_of_each_bucket_and_times() {
        TestStores.fill(source, SYNC, NEW);
        CompactResult result = compactor.compact(source, SYNC);

        assertThat(result.sync()).isEqualTo(SYNC);
        assertThat(result.buckets()).extracting(BucketCount::bucket).isEqualTo(Bucket.all());
        for (BucketCount count : result.buckets()) {
            assertThat(count.records())
                    .isEqualTo(TestStores.rows(source.engine(), SyncRanges.of(count.bucket(), SYNC))
                            .size());
            assertThat(count.bytes()).isPositive();
        }
        assertThat(result.times()).containsOnlyKeys(Phase.CHECK, Phase.STAGE, Phase.COMMIT);
        assertThat(result.replaced().records()).isEqualTo(result.records());
    }

    /** X03 */
    @Test
    void what_the_source_lacks_vanishes_from_the_base() {
        TestStores.fill(base, SYNC, OLD);
        OpenSync thin =
                source.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(SYNC).startedAt(SampleAccess.NOON));
        thin.putResourceTypes(
                List.of(ResourceTypeRecord.newBuilder().setExternalId("fresh").build()));
        thin.checkpoint("fresh");
        thin.finish();

        CompactResult result = compactor.compact(source, SYNC);

        assertThat(result.records()).isEqualTo(3);
        assertThat(rows(base)).isEqualTo(rows(source)).hasSize(3);
        assertThat(base.find(SYNC).orElseThrow().token()).isEqualTo("fresh");
        assertSound(base);
    }

    /** X05, with the base kept unless asked otherwise */
    @Test
    void an_empty_source_leaves_the_base_unless_it_is_to_be_excised() {
        TestStores.fill(base, SYNC, OLD);
        TestStores.fill(base, AFTER, OLD);
        TestStores.fill(source, AFTER, NEW);
        List<String> before = TestStores.rows(base.engine(), KeyRange.all());
        List<String> others = othersOf(base);

        assertThatExceptionOfType(EmptySyncException.class)
                .isThrownBy(() -> compactor.compact(source, SYNC))
                .withMessageContaining(SYNC.toString());
        assertThat(TestStores.rows(base.engine(), KeyRange.all())).isEqualTo(before);

        CompactResult result =
                compactor.compact(source, SYNC, CompactOptions.defaults().withOnEmpty(OnEmpty.EXCISE));
        assertThat(result.excised()).isTrue();
        assertThat(result.buckets()).extracting(BucketCount::bucket).isEqualTo(Bucket.all());
        assertThat(rows(base)).isEmpty();
        assertThat(othersOf(base)).isEqualTo(others);
    }

    /** X08 */
    @Test
    void twice_is_once() {
        TestStores.fill(base, SYNC, OLD);
        TestStores.fill(source, SYNC, NEW);
        compactor.compact(source, SYNC);
        List<String> once = TestStores.rows(base.engine(), KeyRange.all());
        compactor.compact(source, SYNC);
        assertThat(TestStores.rows(base.engine(), KeyRange.all())).isEqualTo(once);
    }

    /** X11 */
    @Test
    void nothing_stays_staged() {
        TestStores.fill(source, SYNC, NEW);
        compactor.compact(source, SYNC);
        assertThat(TestStores.staged(base)).isEmpty();
        assertThat(TestStores.staged(source)).isEmpty();
    }

    @Test
    void a_snapshot_of_the_base_keeps_the_old_sync() {
        TestStores.fill(base, SYNC, OLD);
        TestStores.fill(source, SYNC, NEW);
        List<String> old = rows(base);
        try (Snapshot before = base.engine().snapshot()) {
            compactor.compact(source, SYNC);
            assertThat(TestStores.rows(before, SYNC)).isEqualTo(old);
        }
        assertThat(rows(base)).isEqualTo(rows(source)).isNotEqualTo(old);
    }

    @Test
    void a_compacted_sync_outlives_the_process() {
        TestStores.fill(base, SYNC, OLD);
        TestStores.fill(source, SYNC, NEW);
        compactor.compact(source, SYNC);
        base.engine().close();
        base = TestStores.open(baseProvider, directory.resolve("base"));
        assertThat(rows(base)).isEqualTo(rows(source));
    }

    @Test
    void rows_of_every_size_go_over_as_they_are() {
        TestStores.fill(source, SYNC, NEW);
        String longest = "k".repeat(32_000);
        put(source, Bucket.GRANT.key(SYNC, longest), "v");
        put(source, Bucket.GRANT.key(SYNC, ""), "");
        put(source, Bucket.ASSET.key(SYNC, "large"), "x".repeat(1 << 20));
        byte[] beyondForm = Bucket.SYNC_RUN.key(SYNC);
        put(source, Arrays.copyOf(beyondForm, beyondForm.length + 1), "no key of the layout");
        byte[] stats = Bucket.STATS.key(SYNC);
        put(source, stats, "damaged");

        compactor.compact(source, SYNC);

        assertThat(rows(base)).isEqualTo(rows(source));
    }

    private static void put(SyncStore store, byte[] key, String value) {
        store.engine().write(new Batch().put(key, value.getBytes(StandardCharsets.US_ASCII)), Durability.RELAXED);
    }

    private static List<String> rows(SyncStore store) {
        return TestStores.rows(store.engine(), SYNC);
    }

    private static List<String> othersOf(SyncStore store) {
        List<String> rows = new ArrayList<>(TestStores.rows(store.engine(), KeyRange.all()));
        rows.removeAll(Set.copyOf(rows(store)));
        return rows;
    }

    private static void assertSound(SyncStore store) {
        List<Object> differences = new ArrayList<>();
        new SyncVerifier(store.engine(), differences::add).verifyAll();
        assertThat(differences).isEmpty();
    }
}
