package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.sync.Listing;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncInput;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a merge gives, on every engine. G, O and W numbers are those of the reference's behaviours. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#providers")
class MergeTest {
    private static final SyncId DEST = SampleAccess.sync(100);
    private static final Instant WRITTEN = Instant.parse("2026-03-02T00:00:00Z");
    private static final CompactorSettings SETTINGS =
            CompactorSettings.defaults().withClock(Clock.fixed(WRITTEN, ZoneOffset.UTC));
    private static final SyncType FULL = SyncType.SYNC_TYPE_FULL;
    private static final SyncType PARTIAL = SyncType.SYNC_TYPE_PARTIAL;
    private static final SyncType RESOURCES = SyncType.SYNC_TYPE_RESOURCES_ONLY;

    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    private SyncStore store;
    private int made;

    @BeforeEach
    void open() {
        store = TestStores.open(provider, directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.engine().close();
    }

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

    /** O03 */
    @Test
    void the_type_is_the_strongest_of_the_sources() {
        assertThat(typeOf(FULL, PARTIAL, RESOURCES)).isEqualTo(FULL);
        assertThat(typeOf(PARTIAL, RESOURCES, PARTIAL)).isEqualTo(RESOURCES);
        assertThat(typeOf(PARTIAL, PARTIAL, PARTIAL)).isEqualTo(PARTIAL);
        assertThat(typeOf(RESOURCES, PARTIAL, PARTIAL, PARTIAL)).isEqualTo(RESOURCES);
        assertThat(typeOf(PARTIAL, FULL, RESOURCES, PARTIAL)).isEqualTo(FULL);
    }

    /** O09, F08 */
    @Test
    void the_run_record_tells_end_and_inputs_and_keeps_the_rest() {
        SyncSource first = source(PARTIAL, 1);
        SyncSource second = source(FULL, 5);
        OpenSync dest = start();
        dest.checkpoint("token");
        store.markSupportsDiff(DEST);
        new Compactor(store, SETTINGS).merge(List.of(second, first), DEST);
        SyncRunRecord run = store.find(DEST).orElseThrow().record();
        assertThat(run)
                .isEqualTo(SyncRunRecord.newBuilder()
                        .setSyncId(DEST.toString())
                        .setType(FULL)
                        .setStartedAt(time(SampleAccess.NOON))
                        .setEndedAt(time(SampleAccess.NOON.plusSeconds(5)))
                        .setSyncToken("token")
                        .setSupportsDiff(true)
                        .setCompacted(true)
                        .addInputs(input(second, FULL, 5))
                        .addInputs(input(first, PARTIAL, 1))
                        .build());
        assertThat(store.stats(DEST).getWrittenAt()).isEqualTo(time(WRITTEN));
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

    /** W18 */
    @Test
    void counts_move_with_an_entitlement_that_changes_its_resource_type() {
        EntitlementRecord before = entitlement("e", "group", 1);
        EntitlementRecord after = entitlement("e", "app", 2);
        merge(SETTINGS, source(FULL, 1, before, entitlement("f", "group", 1)), source(FULL, 2, after));
        SyncStatsRecord stats = store.stats(DEST);
        assertThat(stats.getEntitlements()).isEqualTo(2);
        assertThat(stats.getEntitlementsByResourceTypeMap()).containsOnly(Map.entry("group", 1L), Map.entry("app", 1L));
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
    void the_result_and_an_event_of_the_flight_recorder_tell_what_was_done() throws Exception {
        SyncSource first = source(FULL, 1, allKinds("a", 1));
        SyncSource second = source(PARTIAL, 2, allKinds("a", 2));
        Path file = directory.resolve("events.jfr");
        MergeResult result;
        try (Recording recording = new Recording()) {
            recording.enable("io.inlay.Merge");
            recording.start();
            result = merge(SETTINGS, first, second);
            recording.stop();
            recording.dump(file);
        }
        assertThat(result.sync()).isEqualTo(DEST);
        assertThat(result.inputs())
                .containsExactly(
                        new MergeResult.Input(first.sync(), FULL, 0), new MergeResult.Input(second.sync(), PARTIAL, 4));
        assertThat(result.buckets()).extracting(BucketCount::bucket).isEqualTo(Bucket.all());
        assertThat(result.records())
                .isEqualTo(TestStores.rows(store.engine(), DEST).size());
        assertThat(result.bytes()).isEqualTo(TestStores.bytes(store.engine(), DEST));
        assertThat(result.times()).containsOnlyKeys(Phase.CHECK, Phase.STAGE, Phase.COMMIT);
        assertThat(result.replaced().records()).isEqualTo(result.records());
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals("io.inlay.Merge"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("sync")).isEqualTo(DEST.toString());
                    assertThat(event.getInt("sources")).isEqualTo(2);
                    assertThat(event.getLong("records")).isEqualTo(result.records());
                    assertThat(event.getLong("contestedKeys")).isEqualTo(4);
                });
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

    private SyncType typeOf(SyncType... types) {
        List<SyncSource> sources = new ArrayList<>();
        for (SyncType type : types) {
            sources.add(source(type, 1));
        }
        SyncType merged = merge(SETTINGS, sources).type();
        assertThat(store.find(DEST).orElseThrow().type()).isEqualTo(merged);
        store.drop(DEST);
        return merged;
    }

    private MergeResult merge(CompactorSettings settings, SyncSource... sources) {
        return merge(settings, List.of(sources));
    }

    private MergeResult merge(CompactorSettings settings, List<SyncSource> sources) {
        start();
        return new Compactor(store, settings).merge(sources, DEST);
    }

    private OpenSync start() {
        return store.start(NewSync.of(PARTIAL).withId(DEST).startedAt(SampleAccess.NOON));
    }

    /** A finished sync of the store that ended so many seconds after noon. */
    private SyncSource source(SyncType type, int ended, MessageLite... records) {
        OpenSync open =
                store.start(NewSync.of(type).withId(SampleAccess.sync(++made)).startedAt(SampleAccess.NOON));
        for (MessageLite record : records) {
            SampleAccess.put(open, record);
        }
        open.finish(SampleAccess.NOON.plusSeconds(ended));
        return new SyncSource(store, open.id());
    }

    private static SyncInput input(SyncSource source, SyncType type, int ended) {
        return SyncInput.newBuilder()
                .setSyncId(source.sync().toString())
                .setType(type)
                .setStartedAt(time(SampleAccess.NOON))
                .setEndedAt(time(SampleAccess.NOON.plusSeconds(ended)))
                .build();
    }

    private List<GrantRecord> grants() {
        List<GrantRecord> grants = new ArrayList<>();
        try (SyncReader reader = store.read(DEST);
                var cursor = reader.list(Listing.grants())) {
            while (cursor.next()) {
                grants.add(cursor.record());
            }
        }
        return grants;
    }

    private void putRow(byte[] key) {
        store.engine().write(new Batch().put(key, new byte[0]), Durability.RELAXED);
    }

    private void deleteRow(byte[] key) {
        store.engine().write(new Batch().delete(key), Durability.RELAXED);
    }

    private void assertSound() {
        List<Object> differences = new ArrayList<>();
        new SyncVerifier(store.engine(), differences::add).verify(DEST);
        assertThat(differences).isEmpty();
    }

    private static Timestamp time(Instant instant) {
        return Timestamps.of(instant);
    }

    private static Timestamp.Builder seconds(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds);
    }

    private static GrantRecord grant(String id, long seconds) {
        return grant(id, seconds, "u");
    }

    private static GrantRecord grant(String id, @Nullable Long seconds, String principal) {
        GrantRecord.Builder grant = GrantRecord.newBuilder().setExternalId(id);
        grant.getEntitlementBuilder()
                .setResourceTypeId("group")
                .setResourceId("g")
                .setEntitlementId("e");
        grant.getPrincipalBuilder().setResourceTypeId("user").setResourceId(principal);
        if (seconds != null) {
            grant.setDiscoveredAt(seconds(seconds));
        }
        return grant.build();
    }

    private static EntitlementRecord entitlement(String id, String type, long seconds) {
        return EntitlementRecord.newBuilder()
                .setExternalId(id)
                .setResource(ResourceRef.newBuilder().setResourceTypeId(type).setResourceId("r"))
                .setDiscoveredAt(seconds(seconds))
                .build();
    }

    private static MessageLite[] allKinds(String text, long seconds) {
        return allKinds(text.length() == 1 ? text : "same", text, seconds);
    }

    /** A record of each kind with one id. */
    private static MessageLite[] allKinds(String id, String text, long seconds) {
        return new MessageLite[] {
            ResourceTypeRecord.newBuilder()
                    .setExternalId(id)
                    .setDisplayName(text)
                    .setDiscoveredAt(seconds(seconds))
                    .build(),
            ResourceRecord.newBuilder()
                    .setResourceTypeId("type")
                    .setResourceId(id)
                    .setParent(
                            ResourceRef.newBuilder().setResourceTypeId("type").setResourceId("parent"))
                    .setDescription(text)
                    .setDiscoveredAt(seconds(seconds))
                    .build(),
            entitlement(id, text, seconds),
            grant(id, seconds, text)
        };
    }
}
