package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.Verification;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of unchanged length among entries that come, go and change their length, in all densities. */
class LeafOverwriteTest {
    private static final int KEYS = 4_000;

    @TempDir
    Path directory;

    private static byte[] key(int number) {
        return bytes(String.format("key-%08d", number));
    }

    private static byte[] value(Random random, int length) {
        byte[] value = new byte[length];
        random.nextBytes(value);
        return value;
    }

    /** A run in which stretches are overwritten, thinned out, filled up or mixed. */
    private static NavigableMap<byte[], byte[]> changed(NavigableMap<byte[], byte[]> held, Random random, int moving) {
        NavigableMap<byte[], byte[]> run = Stores.map();
        int number = 0;
        while (number < KEYS) {
            int stretch = 1 + random.nextInt(200);
            int percent = random.nextInt(3) == 0 ? random.nextInt(100) : moving;
            for (int end = Math.min(KEYS, number + stretch); number < end; number++) {
                byte[] before = held.get(key(number));
                boolean moves = random.nextInt(100) < percent;
                if (moves && random.nextBoolean()) {
                    run.put(key(number), value(random, random.nextInt(random.nextInt(50) == 0 ? 6_000 : 200)));
                } else if (before != null && !moves) {
                    run.put(key(number), random.nextInt(5) == 0 ? before : value(random, before.length));
                }
            }
        }
        return run;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 30})
    void runs_over_one_another_are_read_back(int moving) {
        Random random = new Random(moving);
        try (Engine engine = Stores.open(directory)) {
            NavigableMap<byte[], byte[]> held = changed(Stores.map(), random, 90);
            Stores.excise(engine, KeyRange.all(), held);
            for (int round = 0; round < 25; round++) {
                NavigableMap<byte[], byte[]> run = changed(held, random, moving);
                try (Snapshot before = engine.snapshot()) {
                    replaceInParts(engine, run, random);
                    Stores.assertSame(Stores.contents(before), held);
                }
                Stores.assertSame(Stores.contents(engine), run);
                held = run;
            }
            engine.find(Verification.class).orElseThrow().run(() -> false);
        }
        try (Engine engine = new LmdbEngineProvider()
                .open(directory, LmdbOptions.builder().verify(true).build())) {
            engine.write(Stores.put("after", "1"), Durability.SYNC);
        }
    }

    /** One replacement of adjacent ranges, most of them short, in an order of its own. */
    private static void replaceInParts(Engine engine, NavigableMap<byte[], byte[]> run, Random random) {
        try (Replacement replacement = engine.begin()) {
            byte[] from = new byte[0];
            int number = 0;
            while (from != null) {
                number += 1 + random.nextInt(random.nextBoolean() ? 20 : KEYS);
                byte[] until = number < KEYS ? key(number) : null;
                try (RunWriter writer = replacement.excise(KeyRange.of(from, until))) {
                    (until == null ? run.tailMap(from, true) : run.subMap(from, true, until, false))
                            .forEach((key, value) -> writer.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
                    writer.finish();
                }
                from = until;
            }
            replacement.commit();
        }
    }

    @Test
    void an_abandoned_change_of_a_leaf_leaves_it_as_it_was() {
        HookedHandle.Hooks hooks = new HookedHandle.Hooks();
        NavigableMap<byte[], byte[]> held = Stores.numbered(0, 3_000, 100);
        NavigableMap<byte[], byte[]> run = Stores.map();
        held.forEach((key, value) -> run.put(key, value(new Random(1), 100)));
        try (Engine engine = LmdbEngine.open(directory, LmdbOptions.builder().build(), hooks::open)) {
            Stores.excise(engine, KeyRange.all(), held);
            hooks.beforeCommit = () -> {
                throw new IllegalStateException("not now");
            };
            assertThatThrownBy(() -> Stores.excise(engine, KeyRange.all(), run)).hasMessageContaining("not now");
            Stores.assertSame(Stores.contents(engine), held);
            hooks.beforeCommit = () -> {};
            Stores.excise(engine, KeyRange.all(), run);
            Stores.assertSame(Stores.contents(engine), run);
        }
    }
}
