package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.record.SyncStatsRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random syncs, spread over stores of all engines, folded into another by every strategy: the rows are those of the plain
 * model, byte for byte, and the verifier finds nothing. Sources may hold index rows that they should not; so may the base of a
 * rebuild.
 */
class FoldPropertyTest extends PropertyCase {
    /** All bounds that change how a fold works and must not change what it gives. */
    private static final List<CompactorSettings> WAYS = List.of(
            SETTINGS,
            SETTINGS.withFanIn(2).withContestedInHeap(0).withThreads(1).withSortMemoryBytes(1 << 12),
            SETTINGS.withFanIn(3)
                    .withContestedInHeap(5)
                    .withThreads(4)
                    .withSliceRecords(7)
                    .withPartBytes(1));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void a_fold_gives_the_rows_of_the_model(long seed) {
        Random random = new Random(seed);
        List<SyncModel> models = new RandomSources(seed).sources(2 + random.nextInt(6));
        SyncModel damaged = models.get(models.size() - 1);
        SyncModel sound = sound(damaged, random.nextBoolean());
        List<SyncSource> newer = new ArrayList<>();
        for (SyncModel model : models.subList(0, models.size() - 1)) {
            SyncStore store = stores.get(random.nextInt(stores.size()));
            model.store(store.engine());
            newer.add(new SyncSource(store, model.id));
        }
        for (SyncStore base : stores) {
            for (CompactorSettings way : WAYS) {
                fold(seed, base, sound, newer, models, way, FoldStrategy.PATCH);
                fold(seed, base, sound, newer, models, way, FoldStrategy.AUTO);
                fold(seed, base, sound, newer, models, way, FoldStrategy.REBUILD);
                fold(seed, base, damaged, newer, models, way, FoldStrategy.REBUILD);
            }
        }
        newer.forEach(source -> TestStores.drop(source.store(), source.sync()));
    }

    private static void fold(
            long seed,
            SyncStore base,
            SyncModel before,
            List<SyncSource> newer,
            List<SyncModel> models,
            CompactorSettings way,
            FoldStrategy strategy) {
        String what = "seed " + seed + ", base " + base.engine().name() + ", " + strategy + ", " + way;
        SyncModel expected = expected(before, models);
        FoldOptions options = FoldOptions.defaults().withStrategy(strategy);
        before.store(base.engine());
        FoldResult result = new Compactor(base, way).fold(before.id, newer, options);
        assertThat(expected.differences(base.engine())).as(what).isEmpty();
        assertThat(differences(base, before.id)).as(what).isEmpty();
        assertThat(TestStores.staged(base)).as(what).isEmpty();
        assertThat(result.changes()).as(what).isEqualTo(changes(before, expected));
        FoldResult again = new Compactor(base, way).fold(before.id, newer, options.withStrategy(FoldStrategy.PATCH));
        assertThat(again.records()).as(what).isZero();
        TestStores.drop(base, before.id);
    }

    /** A sync of the same records with the index rows that they imply, perhaps with statistics. */
    private static SyncModel sound(SyncModel damaged, boolean counted) {
        SyncModel sound = SyncModel.merge(damaged.run, List.of(damaged), WRITTEN);
        sound.setRun(damaged.run);
        assets(damaged).forEach(sound::putRow);
        sound.rows.remove(Bucket.STATS.key(sound.id));
        if (counted) {
            putStats(sound, count(sound).toRecord(sound.id, SampleAccess.NOON));
        }
        return sound;
    }

    private static SyncModel expected(SyncModel base, List<SyncModel> models) {
        SyncModel merged = SyncModel.merge(base.run, models, WRITTEN);
        assets(base).forEach(merged::putRow);
        SyncStatsRecord sameTime = count(merged).toRecord(merged.id, SampleAccess.NOON);
        byte[] before = base.rows.get(Bucket.STATS.key(base.id));
        boolean same = before != null && RecordType.STATS.decode(before).equals(sameTime);
        putStats(merged, same ? sameTime : count(merged).toRecord(merged.id, WRITTEN));
        return merged;
    }

    private static void putStats(SyncModel model, SyncStatsRecord stats) {
        model.putRow(Bucket.STATS.key(model.id), RecordType.STATS.encode(stats));
    }

    private static Map<byte[], byte[]> assets(SyncModel model) {
        Map<byte[], byte[]> assets = new TreeMap<>(model.rows);
        assets.keySet().removeIf(key -> Bucket.of(ByteBuffer.wrap(key)) != Bucket.ASSET);
        return assets;
    }

    private static StatsTally count(SyncModel model) {
        StatsTally tally = new StatsTally();
        model.rows.forEach((key, value) -> {
            Bucket bucket = Bucket.of(ByteBuffer.wrap(key));
            if (bucket.elements() > 0 && !bucket.isIndex()) {
                tally.add(bucket, ByteBuffer.wrap(value));
            }
        });
        return tally;
    }

    private static List<FoldResult.Change> changes(SyncModel before, SyncModel after) {
        List<FoldResult.Change> changes = new ArrayList<>();
        for (Bucket kind : List.of(Bucket.RESOURCE_TYPE, Bucket.RESOURCE, Bucket.ENTITLEMENT, Bucket.GRANT)) {
            long[] counts = new long[3];
            after.rows.forEach((key, value) -> {
                if (Bucket.of(ByteBuffer.wrap(key)) == kind) {
                    byte[] was = before.rows.get(key);
                    counts[was == null ? 0 : Arrays.equals(was, value) ? 2 : 1]++;
                }
            });
            changes.add(new FoldResult.Change(kind, counts[0], counts[1], counts[2]));
        }
        return changes;
    }
}
