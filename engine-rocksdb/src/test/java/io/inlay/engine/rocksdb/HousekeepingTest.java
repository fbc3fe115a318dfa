package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
    private static final int VALUE_BYTES = 200;
    private static final long EMPTY_FILE_BYTES = 2_048;
    private static final String LAST = "level" + (TreeOptions.LEVELS - 1) + ".files";

    @TempDir
    Path temp;

    private final SplittableRandom random = new SplittableRandom(5);
    private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Keys::compare);
    private Engine engine;

    @BeforeEach
    void open() {
        engine = new RocksEngineProvider().open(temp.resolve("store"), Map.of("memtable", "1MiB"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static byte[] key(int number) {
        return String.format("k%07d", number).getBytes(StandardCharsets.US_ASCII);
    }

    private static KeyRange range(int from, int until) {
        return KeyRange.of(key(from), key(until));
    }

    private byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) random.nextInt();
        }
        return value;
    }

    private void replace(int from, int until) {
        try (Replacement replacement = engine.begin()) {
            RunWriter run = replacement.excise(range(from, until));
            model.subMap(key(from), key(until)).clear();
            fill(run, from, until - 1, 1);
            replacement.commit();
        }
    }

    private void overlay(int from, int until, int step) {
        try (Replacement replacement = engine.begin()) {
            fill(replacement.overlay(range(from, until)), from, until, step);
            replacement.commit();
        }
    }

    private void fill(RunWriter run, int from, int until, int step) {
        for (int number = from; number < until; number += step) {
            byte[] key = key(number);
            byte[] value = value();
            run.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
            model.put(key, value);
        }
        run.finish();
    }

    private void puts(int count, int bound) {
        Batch batch = new Batch();
        for (int i = 0; i < count; i++) {
            byte[] key = key(random.nextInt(bound));
            if (random.nextInt(10) == 0) {
                batch.delete(key);
                model.remove(key);
            } else {
                byte[] value = value();
                batch.put(key, value);
                model.put(key, value);
            }
        }
        engine.write(batch, Durability.RELAXED);
    }

    private SortedMap<String, Long> figures() {
        return engine.find(Metrics.class).orElseThrow().read();
    }

    private long compacted() {
        return figures().get("compaction.written.bytes");
    }

    /** Merging a tombstone makes a file without entries, which is dropped at once; the smallest range here has 600 KB. */
    private void assertNothingRewritten() {
        SortedMap<String, Long> figures = figures();
        assertThat(figures.get("compaction.written.bytes"))
                .isLessThanOrEqualTo(EMPTY_FILE_BYTES * figures.get("housekeeping.merges"));
    }

    private void await(Predicate<SortedMap<String, Long>> reached) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!reached.test(figures())) {
            assertThat(System.nanoTime()).as("%s", figures()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Waits until every file lies in the last level. */
    private void awaitSunk() {
        await(figures -> figures.keySet().stream()
                .filter(name -> name.matches("level[0-9]+\\.files"))
                .allMatch(LAST::equals));
    }

    private static void assertHolds(Cursor cursor, NavigableMap<byte[], byte[]> expected) {
        try (cursor) {
            for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
                assertThat(cursor.next()).isTrue();
                assertThat(Keys.copy(cursor.key())).isEqualTo(entry.getKey());
                assertThat(Keys.copy(cursor.value())).isEqualTo(entry.getValue());
            }
            assertThat(cursor.next()).isFalse();
        }
    }

    private static Cursor all(Reader reader) {
        return reader.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
    }

    private void fillInParts() {
        for (int part = 0; part < 4; part++) {
            replace(part * 3_000, (part + 1) * 3_000);
        }
    }

    @Test
    void replacesInARowRewriteNothing() {
        fillInParts();
        for (int i = 0; i < 6; i++) {
            replace(3_000, 6_000);
            awaitSunk();
        }
        assertNothingRewritten();
        assertHolds(all(engine), model);
    }

    @Test
    void aStoreThatIsReplacedAsAWholeSinksToo() {
        for (int i = 0; i < 5; i++) {
            replace(0, 4_000);
            awaitSunk();
        }
        assertNothingRewritten();
        assertHolds(all(engine), model);
    }

    @Test
    void anOpenSnapshotMakesNothingBeRewrittenAndItsReleaseNeither() {
        fillInParts();
        NavigableMap<byte[], byte[]> before = new TreeMap<>(model);
        try (Snapshot snapshot = engine.snapshot()) {
            for (int i = 0; i < 4; i++) {
                replace(3_000, 6_000);
            }
            await(figures -> figures.get("housekeeping.merges") >= 1);
            assertHolds(all(snapshot), before);
            assertNothingRewritten();
        }
        awaitSunk();
        try (Snapshot later = engine.snapshot()) {
            assertHolds(all(later), model);
        }
        replace(9_000, 12_000);
        awaitSunk();
        assertNothingRewritten();
        assertHolds(all(engine), model);
    }

    @Test
    void reopeningGoesOnWithWhatWasLeft() {
        fillInParts();
        replace(0, 3_000);
        engine.close();
        open();
        awaitSunk();
        assertNothingRewritten();
        assertHolds(all(engine), model);
    }

    @Test
    void pointWritesBeforeAReplaceDoNotMakeItsFilesBeRewritten() {
        fillInParts();
        puts(500, 12_000);
        long held = compacted();
        replace(3_000, 6_000);
        assertThat(figures().get("files.level0")).isZero();
        assertThat(compacted() - held).isLessThan(1 << 20);
        assertHolds(all(engine), model);
    }

    @Test
    void fiftyOverlaysNeverFillLevelZero() {
        replace(0, 20_000);
        long most = 0;
        for (int i = 0; i < 50; i++) {
            overlay(2_000 + i, 12_000, 10);
            most = Math.max(most, figures().get("files.level0"));
        }
        assertThat(most).isLessThanOrEqualTo(2L * TreePlan.LEVEL0_FILES);
        assertHolds(all(engine), model);
    }

    @Test
    void everyViewKeepsItsStateWhileFilesAreMoved() {
        List<Snapshot> views = new ArrayList<>();
        List<Cursor> cursors = new ArrayList<>();
        List<NavigableMap<byte[], byte[]>> states = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            puts(300, 6_000);
            int from = random.nextInt(5_000);
            if (round % 3 == 0) {
                replace(from, from + 900);
            } else if (round % 3 == 1) {
                overlay(from, from + 900, 1 + random.nextInt(3));
            }
            if (round % 4 == 0) {
                Reader reader = engine;
                if (round % 8 == 0) {
                    Snapshot snapshot = engine.snapshot();
                    views.add(snapshot);
                    reader = snapshot;
                }
                cursors.add(all(reader));
                states.add(new TreeMap<>(model));
            }
            if (round % 10 == 9) {
                assertHolds(cursors.remove(0), states.remove(0));
            }
        }
        await(figures -> figures.get("housekeeping.merges") >= 1);
        for (int i = 0; i < cursors.size(); i++) {
            assertHolds(cursors.get(i), states.get(i));
        }
        views.forEach(Snapshot::close);
        await(figures -> figures.getOrDefault("level0.files", 0L) == 0 || figures.get("housekeeping.pending") == 0);
        assertHolds(all(engine), model);
        assertThat(engine.get(model.firstKey())).isEqualTo(model.firstEntry().getValue());
    }
}
