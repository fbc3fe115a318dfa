package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random syncs, spread over stores of all engines, merged in every way there is: the rows are those of the plain model, byte
 * for byte, and the verifier finds nothing.
 */
class MergePropertyTest extends PropertyCase {
    /** All bounds that change how a merge works and must not change what it gives. */
    private static final List<CompactorSettings> WAYS = List.of(
            SETTINGS,
            SETTINGS.withFanIn(2).withContestedInHeap(0).withThreads(1),
            SETTINGS.withFanIn(3)
                    .withContestedInHeap(5)
                    .withThreads(4)
                    .withSliceRecords(7)
                    .withPartBytes(1),
            SETTINGS.withSortMemoryBytes(1 << 12).withContestedInHeap(0).withPartBytes(1));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void a_merge_gives_the_rows_of_the_model(long seed) {
        Random random = new Random(seed);
        RandomSources made = new RandomSources(seed);
        List<SyncModel> models = made.sources(1 + random.nextInt(9));
        List<SyncSource> sources = new ArrayList<>();
        for (SyncModel model : models) {
            SyncStore store = stores.get(random.nextInt(stores.size()));
            model.store(store.engine());
            sources.add(new SyncSource(store, model.id));
        }
        SyncId dest = made.sync();
        SyncModel expected = SyncModel.merge(destRun(dest), models, WRITTEN);
        for (SyncStore base : stores) {
            for (CompactorSettings way : WAYS) {
                String what = "seed " + seed + ", base " + base.engine().name() + ", " + way;
                base.start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).withId(dest).startedAt(SampleAccess.NOON));
                new Compactor(base, way).merge(sources, dest);
                assertThat(expected.differences(base.engine())).as(what).isEmpty();
                assertThat(differences(base, dest)).as(what).isEmpty();
                assertThat(TestStores.staged(base)).as(what).isEmpty();
                TestStores.drop(base, dest);
            }
        }
        for (int i = 0; i < models.size(); i++) {
            SyncModel model = models.get(i);
            assertThat(model.differences(sources.get(i).store().engine())).isEmpty();
            TestStores.drop(sources.get(i).store(), model.id);
        }
    }

    private static SyncRunRecord destRun(SyncId dest) {
        return SyncRunRecord.newBuilder()
                .setSyncId(dest.toString())
                .setType(SyncType.SYNC_TYPE_PARTIAL)
                .setStartedAt(Timestamps.of(SampleAccess.NOON))
                .build();
    }
}
