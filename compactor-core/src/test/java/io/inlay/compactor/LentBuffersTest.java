package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.LeakFindingEngine;
import io.inlay.engine.tck.decorate.SpoilingEngine;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.Difference;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Import, compaction, merge, fold and verification keep no lent buffer past its life and forget no view: on engines whose
 * buffers go bad at the earliest instant they give the same rows as on plain ones, and nothing is left open.
 */
class LentBuffersTest {
    private static final SyncId OLD = SampleAccess.sync(1);
    private static final SyncId NEW = SampleAccess.sync(2);
    private static final SyncId MERGED = SampleAccess.sync(3);
    private static final CompactorSettings SETTINGS = CompactorSettings.defaults()
            .withSliceRecords(50)
            .withClock(Clock.fixed(Instant.parse("2026-03-02T00:00:00Z"), ZoneOffset.UTC));

    @TempDir
    Path directory;

    private static Engine watched(Engine engine) {
        return new SpoilingEngine(new LeakFindingEngine(engine));
    }

    @ParameterizedTest
    @MethodSource("io.inlay.sync.bulk.TestStores#providers")
    void nothing_is_kept_past_its_life_and_nothing_forgotten(EngineProvider provider) {
        for (FoldStrategy strategy : List.of(FoldStrategy.PATCH, FoldStrategy.REBUILD)) {
            List<String> plain = work(new ModelProvider(), "plain-" + strategy, strategy, engine -> engine);
            List<String> watched = work(provider, "watched-" + strategy, strategy, LentBuffersTest::watched);
            assertThat(watched).isEqualTo(plain).hasSizeGreaterThan(2_000);
        }
    }

    /** Does all there is to do, in a source and a base, and returns what the base holds. */
    private List<String> work(
            EngineProvider provider, String name, FoldStrategy strategy, UnaryOperator<Engine> around) {
        try (Engine sourceEngine = around.apply(provider.open(directory.resolve(name + "-source"), Map.of()));
                Engine baseEngine = around.apply(provider.open(directory.resolve(name + "-base"), Map.of()))) {
            SyncStore source = SyncStore.open(sourceEngine);
            SyncStore base = SyncStore.open(baseEngine);
            fill(source, OLD, new SampleAccess(1, 300));
            fill(source, NEW, new SampleAccess(2, 200));
            Compactor compactor = new Compactor(base, SETTINGS);
            compactor.compact(source, OLD);
            base.start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).withId(MERGED).startedAt(SampleAccess.NOON));
            compactor.merge(List.of(new SyncSource(source, NEW), new SyncSource(base, OLD)), MERGED);
            compactor.fold(
                    OLD,
                    List.of(new SyncSource(source, NEW)),
                    FoldOptions.defaults().withStrategy(strategy));
            assertThat(differences(baseEngine)).isEmpty();
            return TestStores.rows(baseEngine, KeyRange.all());
        }
    }

    /** An import that sorts in so little memory that it spills. */
    private static void fill(SyncStore store, SyncId sync, SampleAccess sample) {
        ImportOptions little = ImportOptions.defaults().withMemoryBytes(64 << 10);
        try (SyncImport begun = SyncImport.begin(store, SampleAccess.run(sync), little)) {
            sample.forEach(sync, (record, line) -> SampleAccess.add(begun, record, line));
            begun.commit();
        }
    }

    private static List<Difference> differences(Engine engine) {
        List<Difference> found = new ArrayList<>();
        try (Snapshot snapshot = engine.snapshot()) {
            new SyncVerifier(snapshot, found::add).verifyAll();
        }
        return found;
    }
}
