package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes a store at random, in every way there is, and gives another store what cursors of it show, of states new and old: the
 * other store must hold that, however it came by it.
 */
class LinkingComparisonTest {
    private static final int KEYS = 2000;
    private static final int STEPS = 250;
    private static final int MOST_SNAPSHOTS = 3;

    @TempDir
    Path temp;

    private Engine source;
    private Engine target;
    private SplittableRandom random;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private long linked;
    private long copied;

    @BeforeEach
    void open() {
        source = open("source");
        target = open("target");
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    private Engine open(String name) {
        return new ForcedFilesProvider().open(temp.resolve(name), Map.of("memtable", "1MiB"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsTakenOverIsWhatTheCursorShows(long seed) {
        random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++) {
            change(step);
            if (step % 2 == 1) {
                Reader state = snapshots.isEmpty() || random.nextBoolean()
                        ? source
                        : snapshots.get(random.nextInt(snapshots.size()));
                transfer(state, range(), step);
            }
        }
        assertThat(linked).isPositive();
        assertThat(copied).isPositive();
    }

    private static byte[] key(int number) {
        return Entries.bytes(String.format("k%05d", number));
    }

    private KeyRange range() {
        int from = random.nextInt(10) == 0 ? 0 : random.nextInt(KEYS / 100) * 100;
        int until = from + (1 + random.nextInt(6)) * 100;
        return KeyRange.of(key(from), random.nextInt(10) == 0 ? null : key(until));
    }

    private void change(int step) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> replace(step, true);
            case 4 -> replace(step, false);
            case 5, 6 -> points(step, 1 + random.nextInt(3));
            case 7 -> points(step, 200);
            case 8 -> source.write(new Batch().deleteRange(range()), Durability.RELAXED);
            case 9, 10 -> pin();
            default -> reopen();
        }
    }

    private void replace(int step, boolean excise) {
        KeyRange range = range();
        try (Replacement replacement = source.begin();
                RunWriter run = excise ? replacement.excise(range) : replacement.overlay(range)) {
            int stride = 1 + random.nextInt(3);
            for (int i = 0; i < KEYS; i += stride) {
                if (range.contains(key(i))) {
                    if (!excise && i % 7 == 0) {
                        run.delete(java.nio.ByteBuffer.wrap(key(i)));
                    } else {
                        run.add(java.nio.ByteBuffer.wrap(key(i)), Entries.buffer("run " + step));
                    }
                }
            }
            run.finish();
            replacement.commit();
        }
    }

    private void points(int step, int count) {
        Batch batch = new Batch();
        for (int i = 0; i < count; i++) {
            byte[] key = key(random.nextInt(KEYS));
            if (random.nextInt(3) == 0) {
                batch.delete(key);
            } else {
                batch.put(key, Entries.bytes("put " + step));
            }
        }
        source.write(batch, Durability.RELAXED);
    }

    private void pin() {
        if (snapshots.size() == MOST_SNAPSHOTS) {
            snapshots.remove(random.nextInt(MOST_SNAPSHOTS)).close();
        }
        snapshots.add(source.snapshot());
    }

    private void reopen() {
        snapshots.clear();
        source.close();
        source = open("source");
    }

    private void transfer(Reader state, KeyRange range, int step) {
        try (Cursor cursor = state.cursor(range, Direction.FORWARD, Access.SCAN);
                Cursor shown = state.cursor(range, Direction.FORWARD, Access.SCAN);
                Replacement replacement = target.begin();
                RunWriter run = replacement.excise(range)) {
            if (random.nextInt(4) == 0) {
                change(step);
            }
            if (!source.equals(state) && !snapshots.contains(state)) {
                return;
            }
            Map<String, String> expected = new LinkedHashMap<>();
            while (shown.next()) {
                expected.put(Entries.text(shown.key()), Entries.text(shown.value()));
            }
            long max = random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(300);
            long records = 0;
            long added;
            do {
                added = run.addAll(cursor, max);
                records += added;
            } while (added >= max);
            run.finish();
            var result = replacement.commit();
            assertThat(records).isEqualTo(expected.size()).isEqualTo(result.records());
            linked += result.bytesLinked();
            copied += result.bytesCopied();
            assertThat(Entries.of(target, range)).isEqualTo(expected);
        }
    }
}
