package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.inlay.sync.OpenSync;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.SyncInput;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

/** What a merge tells of itself: its result, run record and statistics. O and W numbers are those of the reference's behaviours. */
class MergeRecordsTest extends MergeCase {
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

    private static SyncInput input(SyncSource source, SyncType type, int ended) {
        return SyncInput.newBuilder()
                .setSyncId(source.sync().toString())
                .setType(type)
                .setStartedAt(time(SampleAccess.NOON))
                .setEndedAt(time(SampleAccess.NOON.plusSeconds(ended)))
                .build();
    }

    private static Timestamp time(Instant instant) {
        return Timestamps.of(instant);
    }
}
