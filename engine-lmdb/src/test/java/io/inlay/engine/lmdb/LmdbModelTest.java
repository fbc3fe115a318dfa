package io.inlay.engine.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations with fixed seeds, compared with a sorted map: keys of all lengths around the limit of whole ones. */
class LmdbModelTest {
    private static final int ROUNDS = 120;

    @TempDir
    Path directory;

    private Random random = new Random(0);
    private NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void store_agrees_with_a_sorted_map(long seed) {
        random = new Random(seed);
        Map<String, String> options = Map.of("mapSize", "4GiB");
        Engine engine = new LmdbEngineProvider().open(directory, options);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                NavigableMap<byte[], byte[]> before = copy(model);
                try (Snapshot snapshot = engine.snapshot()) {
                    change(engine);
                    compare(snapshot, before);
                }
                compare(engine, model);
                if (random.nextInt(20) == 0) {
                    engine.close();
                    engine = new LmdbEngineProvider().open(directory, options);
                }
            }
        } finally {
            engine.close();
        }
    }

    private static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> map) {
        NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
        copy.putAll(map);
        return copy;
    }

    private void change(Engine engine) {
        if (random.nextBoolean()) {
            Batch batch = batch();
            engine.write(batch, random.nextInt(4) == 0 ? Durability.SYNC : Durability.RELAXED);
        } else {
            replace(engine);
        }
    }

    private Batch batch() {
        Batch batch = new Batch();
        int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 2000 : 40);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(30);
            if (kind == 0) {
                KeyRange range = range();
                batch.deleteRange(range);
                part(range).clear();
            } else if (kind < 8) {
                byte[] key = presentOrAny();
                batch.delete(key);
                model.remove(key);
            } else {
                byte[] key = key();
                byte[] value = value();
                batch.put(key, value);
                model.put(key, value);
            }
        }
        return batch;
    }

    private void replace(Engine engine) {
        try (Replacement replacement = engine.begin()) {
            byte[] a = key();
            byte[] b = key();
            byte[] c = key();
            byte[][] bounds = {a, b, c};
            Arrays.sort(bounds, Arrays::compareUnsigned);
            fill(replacement, KeyRange.of(bounds[0], bounds[1]));
            if (random.nextInt(3) == 0) {
                fill(replacement, KeyRange.of(bounds[1], bounds[2]));
                fill(replacement, KeyRange.of(bounds[2], null));
            }
            replacement.commit();
        }
    }

    private void fill(Replacement replacement, KeyRange range) {
        int kind = random.nextInt(6);
        if (kind == 0) {
            replacement.empty(range);
            part(range).clear();
            return;
        }
        NavigableMap<byte[], byte @Nullable []> run = run(range, kind > 3);
        try (RunWriter writer = kind > 3 ? replacement.overlay(range) : replacement.excise(range)) {
            run.forEach((key, value) -> {
                if (value == null) {
                    writer.delete(ByteBuffer.wrap(key));
                } else {
                    writer.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
                }
            });
            writer.finish();
        }
        if (kind <= 3) {
            part(range).clear();
        }
        run.forEach((key, value) -> {
            if (value == null) {
                model.remove(key);
            } else {
                model.put(key, value);
            }
        });
    }

    /** What is there, somewhat changed, or something quite different. */
    private NavigableMap<byte[], byte @Nullable []> run(KeyRange range, boolean deletes) {
        NavigableMap<byte[], byte @Nullable []> run = new TreeMap<>(Arrays::compareUnsigned);
        int changed = List.of(0, 10, 100).get(random.nextInt(3));
        if (random.nextInt(4) != 0) {
            part(range).forEach((key, value) -> {
                int dice = random.nextInt(100);
                if (dice >= changed) {
                    run.put(key, value);
                } else if (dice % 3 == 0 && deletes) {
                    run.put(key, null);
                } else if (dice % 3 == 1) {
                    run.put(key, value());
                }
            });
        }
        int added = random.nextInt(5) == 0 ? 3000 : random.nextInt(20);
        for (int i = 0; i < added && changed > 0; i++) {
            byte[] key = key();
            if (range.contains(key)) {
                run.put(key, value());
            }
        }
        return run;
    }

    private Map<byte[], byte[]> part(KeyRange range) {
        byte[] until = range.until();
        return until == null ? model.tailMap(range.from(), true) : model.subMap(range.from(), true, until, false);
    }

    private KeyRange range() {
        byte[] a = key();
        byte[] b = key();
        return Arrays.compareUnsigned(a, b) <= 0 ? KeyRange.of(a, b) : KeyRange.of(b, a);
    }

    private byte[] presentOrAny() {
        byte[] key = key();
        byte[] present = model.ceilingKey(key);
        return present == null || random.nextInt(4) == 0 ? key : present;
    }

    private byte[] key() {
        int kind = random.nextInt(12);
        if (kind < 6) {
            return bytes(random.nextInt(4) + (kind == 0 ? random.nextInt(40) : 0), 6);
        }
        byte[] key = new byte[kind < 11 ? 497 + random.nextInt(16) : 600 + random.nextInt(200)];
        Arrays.fill(key, (byte) (random.nextInt(3) * 0x7f));
        int tail = Math.min(key.length, 8);
        for (int i = key.length - tail; i < key.length; i++) {
            key[i] = random.nextInt(3) == 0 ? (byte) random.nextInt(256) : 0;
        }
        return key;
    }

    private byte[] bytes(int length, int alphabet) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(alphabet) * 51);
        }
        return bytes;
    }

    private byte[] value() {
        byte[] value = new byte[random.nextInt(40) == 0 ? random.nextInt(20_000) : random.nextInt(60)];
        random.nextBytes(value);
        return value;
    }

    private void compare(Reader reader, NavigableMap<byte[], byte[]> expected) {
        KeyRange range = random.nextInt(3) == 0 ? range() : KeyRange.all();
        byte[] until = range.until();
        Map<byte[], byte[]> part =
                until == null ? expected.tailMap(range.from()) : expected.subMap(range.from(), until);
        List<byte[]> ascending = new ArrayList<>(part.keySet());
        List<byte[]> descending = new ArrayList<>(ascending);
        java.util.Collections.reverse(descending);
        try (Cursor forward = reader.cursor(range, Direction.FORWARD, Access.SCAN);
                Cursor backward = reader.cursor(range, Direction.BACKWARD, Access.SCAN)) {
            walk(forward, ascending, expected);
            walk(backward, descending, expected);
            for (int i = 0; i < 40; i++) {
                seek(forward, backward, range, expected);
            }
        }
        for (int i = 0; i < 20; i++) {
            byte[] key = presentOrAny();
            assertThat(reader.get(key)).isEqualTo(expected.get(key));
        }
    }

    private static void walk(Cursor cursor, List<byte[]> keys, Map<byte[], byte[]> values) {
        for (byte[] key : keys) {
            assertThat(cursor.next()).isTrue();
            if (!Arrays.equals(Keys.copy(cursor.key()), key)) {
                assertThat(Keys.printable(cursor.key())).isEqualTo(Keys.printable(key));
            }
            if (!Arrays.equals(Keys.copy(cursor.value()), values.get(key))) {
                assertThat(Keys.copy(cursor.value())).isEqualTo(values.get(key));
            }
        }
        assertThat(cursor.next()).isFalse();
    }

    private void seek(Cursor forward, Cursor backward, KeyRange range, NavigableMap<byte[], byte[]> expected) {
        byte[] target = presentOrAny();
        byte[] from = range.from();
        byte[] until = range.until();
        byte[] up = expected.ceilingKey(Arrays.compareUnsigned(target, from) < 0 ? from : target);
        byte[] down = until == null || Arrays.compareUnsigned(target, until) < 0
                ? expected.floorKey(target)
                : expected.lowerKey(until);
        check(forward, forward.seek(target), up != null && range.contains(up) ? up : null);
        check(backward, backward.seek(target), down != null && range.contains(down) ? down : null);
        if (up != null && range.contains(up)) {
            byte[] next = expected.higherKey(up);
            check(forward, forward.next(), next != null && range.contains(next) ? next : null);
        }
        if (down != null && range.contains(down)) {
            byte[] next = expected.lowerKey(down);
            check(backward, backward.next(), next != null && range.contains(next) ? next : null);
        }
    }

    private static void check(Cursor cursor, boolean found, byte @Nullable [] expected) {
        assertThat(found).isEqualTo(expected != null);
        if (expected != null) {
            assertThat(Keys.copy(cursor.key())).isEqualTo(expected);
        }
    }
}
