package io.inlay.bench.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.ImportResult;
import io.inlay.sync.key.Bucket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void the_whole_of_a_hundred_thousand_grants_has_518_020_keys(String engine) {
        try (Engine opened = Engines.open(engine, directory, Map.of())) {
            ImportResult result = Anchor.ofGrants(100_000).write(SyncStore.open(opened), AnchorSet.SRC);
            assertThat(rows(result))
                    .isEqualTo(Map.ofEntries(
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
                            Map.entry(Bucket.GRANT_BY_ENTITLEMENT_RESOURCE, 100_000L)));
            assertThat(result.records() - 2).isEqualTo(518_020);
        }
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
