package io.inlay.compactor;

import static io.inlay.compactor.SmallSyncs.entitlement;
import static io.inlay.compactor.SmallSyncs.full;
import static io.inlay.compactor.SmallSyncs.grant;
import static io.inlay.compactor.SmallSyncs.type;
import static io.inlay.compactor.SmallSyncs.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.Listing;
import io.inlay.sync.RecordCursor;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.SyncRunRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Folds by both strategies, on every engine: the same fold is made in two bases, which have to stay equal. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#providers")
abstract class FoldCase {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-04-01T00:00:00Z"), ZoneOffset.UTC);

    static final int BASE = 1;

    static final SyncId SYNC = SampleAccess.sync(BASE);

    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    SyncStore patched;

    SyncStore rebuilt;

    SyncStore source;

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

    /** As many records of each kind, with ids of a small set, seen within a few seconds of one. */
    static MessageLite[] records(Random random, int number, long second) {
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
    void fill(MessageLite... records) {
        full(source, BASE, 10, records);
        copyToBases();
    }

    void copyToBases() {
        new Compactor(patched).copy(source, SYNC);
        new Compactor(rebuilt).copy(source, SYNC);
    }

    Compactor compactor(SyncStore base) {
        return new Compactor(
                base,
                CompactorSettings.defaults()
                        .withClock(CLOCK)
                        .withFanIn(2)
                        .withSliceRecords(50)
                        .withSortMemoryBytes(1 << 12));
    }

    static FoldOptions options(FoldStrategy strategy) {
        return FoldOptions.defaults().withStrategy(strategy);
    }

    /** Folds syncs of the source into both bases and gives what the patch did. */
    FoldResult fold(SyncId... newer) {
        return foldBoth(newer).get(0);
    }

    List<FoldResult> foldBoth(SyncId... newer) {
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

    void assertEqualAndSound() {
        assertThat(rows(patched)).isEqualTo(rows(rebuilt));
        assertSound(patched);
    }

    static void assertSound(SyncStore store) {
        List<Object> differences = new ArrayList<>();
        new SyncVerifier(store.engine(), differences::add).verifyAll();
        assertThat(differences).isEmpty();
    }

    static List<String> rows(SyncStore store) {
        return TestStores.rows(store.engine(), SYNC);
    }

    List<String> rowsOfGrants() {
        return Bucket.all().stream()
                .filter(bucket -> bucket.primary() == Bucket.GRANT)
                .flatMap(bucket -> TestStores.rows(patched.engine(), SyncRanges.of(bucket, SYNC)).stream())
                .toList();
    }

    List<GrantRecord> grants() {
        try (SyncReader reader = patched.read(SYNC);
                RecordCursor<GrantRecord> cursor = reader.list(Listing.grants())) {
            List<GrantRecord> grants = new ArrayList<>();
            while (cursor.next()) {
                grants.add(cursor.record());
            }
            return grants;
        }
    }

    SyncRunRecord run() {
        return patched.find(SYNC).orElseThrow().record();
    }

    static long written(FoldResult result, Bucket bucket) {
        return result.written().get(Bucket.all().indexOf(bucket)).records();
    }

    static void put(SyncStore store, byte[] key) {
        store.engine().write(new Batch().put(key, new byte[0]), Durability.RELAXED);
    }
}
