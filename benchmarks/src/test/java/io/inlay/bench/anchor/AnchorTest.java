package io.inlay.bench.anchor;

import static io.inlay.bench.anchor.AnchorSet.A0;
import static io.inlay.bench.anchor.AnchorSet.A1;
import static io.inlay.bench.anchor.AnchorSet.A2;
import static io.inlay.bench.anchor.AnchorSet.A3;
import static io.inlay.bench.anchor.AnchorSet.P0;
import static io.inlay.bench.anchor.AnchorSet.P1;
import static io.inlay.bench.anchor.AnchorSet.P2;
import static io.inlay.bench.anchor.AnchorSet.SRC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.compactor.Compactor;
import io.inlay.compactor.MergeResult;
import io.inlay.compactor.SyncSource;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.Snapshot;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.ImportResult;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorTest {
    private static final Map<Bucket, Long> WHOLE = Map.ofEntries(
            Map.entry(Bucket.SYNC_RUN, 1L),
            Map.entry(Bucket.STATS, 1L),
            Map.entry(Bucket.RESOURCE_TYPE, 20L),
            Map.entry(Bucket.RESOURCE, 10_000L),
            Map.entry(Bucket.RESOURCE_BY_PARENT, 5_000L),
            Map.entry(Bucket.ENTITLEMENT, 1_000L),
            Map.entry(Bucket.ENTITLEMENT_BY_RESOURCE, 1_000L),
            Map.entry(Bucket.GRANT, 100_000L),
            Map.entry(Bucket.GRANT_BY_ENTITLEMENT, 100_000L),
            Map.entry(Bucket.GRANT_BY_PRINCIPAL, 100_000L),
            Map.entry(Bucket.GRANT_BY_NEEDS_EXPANSION, 1_000L),
            Map.entry(Bucket.GRANT_BY_PRINCIPAL_RESOURCE_TYPE, 100_000L),
            Map.entry(Bucket.GRANT_BY_ENTITLEMENT_RESOURCE, 100_000L));

    private static final List<Bucket> BUCKETS_OF_RECORDS =
            Bucket.all().stream().filter(bucket -> bucket.elements() > 0).toList();

    @TempDir
    Path directory;

    private static Map<Bucket, Long> rows(ImportResult result) {
        Map<Bucket, Long> rows = new EnumMap<>(Bucket.class);
        for (BucketCount count : result.buckets()) {
            if (count.records() > 0) {
                rows.put(count.bucket(), count.records());
            }
        }
        return rows;
    }

    private static long withoutRun(long records) {
        return records - 2; // the run record and the statistics
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void of_a_hundred_thousand_grants_the_whole_and_its_merges_have_the_keys_they_must(String engine) {
        try (Engine opened = Engines.open(engine, directory, Map.of())) {
            SyncStore store = SyncStore.open(opened);
            Anchor anchor = Anchor.ofGrants(100_000);
            ImportResult whole = anchor.write(store, SRC);
            assertThat(rows(whole)).isEqualTo(WHOLE);
            assertThat(withoutRun(whole.records())).isEqualTo(518_020);
            for (AnchorSet set : List.of(A0, A1, A2, A3, P0, P1, P2)) {
                anchor.write(store, set);
            }
            MergeResult overlapping = merge(store, A3, A2, A1, A0);
            assertThat(withoutRun(overlapping.records())).isEqualTo(323_770);
            assertThat(grants(overlapping.buckets())).isEqualTo(62_500);
            MergeResult newer = merge(store, P2, P1, P0, SRC);
            assertThat(withoutRun(newer.records())).isEqualTo(521_128);
            assertThat(grants(newer.buckets())).isEqualTo(100_600);
            assertThat(overlapping.rebuiltIndexes()).isEmpty();
            assertThat(newer.rebuiltIndexes()).isEmpty();
            new Compactor(store).fold(SRC.id(), sources(store, P2, P1, P0));
            assertThat(tails(store, SRC.id())).isEqualTo(tails(store, newer.sync()));
        }
    }

    /** How many rows each bucket holds, and a sum of all rows without their sync ids. */
    private static Map<Bucket, List<Long>> tails(SyncStore store, SyncId sync) {
        Map<Bucket, List<Long>> tails = new EnumMap<>(Bucket.class);
        for (Bucket bucket : BUCKETS_OF_RECORDS) {
            long rows = 0;
            long sum = 0;
            try (Cursor cursor = store.engine().cursor(SyncRanges.of(bucket, sync), Direction.FORWARD, Access.SCAN)) {
                while (cursor.next()) {
                    ByteBuffer tail = cursor.key();
                    tail.position(tail.position() + bucket.tailOffset());
                    rows++;
                    sum = 31 * (31 * sum + tail.hashCode()) + cursor.value().hashCode();
                }
            }
            tails.put(bucket, List.of(rows, sum));
        }
        return tails;
    }

    private static MergeResult merge(SyncStore store, AnchorSet... sets) {
        SyncId dest = store.start(NewSync.of(SyncType.SYNC_TYPE_FULL)).id();
        return new Compactor(store).merge(sources(store, sets), dest);
    }

    private static List<SyncSource> sources(SyncStore store, AnchorSet... sets) {
        return Arrays.stream(sets).map(set -> new SyncSource(store, set.id())).toList();
    }

    private static long grants(List<BucketCount> buckets) {
        return buckets.stream()
                .filter(count -> count.bucket() == Bucket.GRANT)
                .mapToLong(BucketCount::records)
                .sum();
    }

    @Test
    void every_set_is_a_sync_without_a_fault() {
        try (Engine engine = Engines.open("lmdb", directory, Map.of())) {
            SyncStore store = SyncStore.open(engine);
            Anchor anchor = Anchor.ofGrants(1_000);
            for (AnchorSet set : AnchorSet.values()) {
                if (set != AnchorSet.BASE) { // of the same id as the whole
                    anchor.write(store, set);
                }
            }
            List<Object> differences = new ArrayList<>();
            try (Snapshot snapshot = engine.snapshot()) {
                new SyncVerifier(snapshot, differences::add).verifyAll();
            }
            assertThat(differences).isEmpty();
            assertThat(store.runs()).hasSize(8).allMatch(SyncRun::isFinished);
            SyncRun run = store.find(AnchorSet.P1.id()).orElseThrow();
            assertThat(run.type()).isEqualTo(AnchorSet.P1.type());
            assertThat(run.startedAt()).contains(AnchorSet.START);
            assertThat(run.endedAt().orElseThrow())
                    .isBetween(Instant.parse("2026-01-14T01:00:00Z"), Instant.parse("2026-01-15T01:00:00Z"));
        }
    }

    @Test
    void sizes_have_limits() {
        assertThatThrownBy(() -> Anchor.ofGrants(99)).hasMessageContaining("100 to 100000000 grants, not 99");
        assertThatThrownBy(() -> Anchor.ofGrants(100_000_001)).hasMessageContaining("not 100000001");
    }
}
