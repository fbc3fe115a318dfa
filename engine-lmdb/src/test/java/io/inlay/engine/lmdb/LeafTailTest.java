package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Verification;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many entries inserted in a row before others: how full leaves get, and that what was behind the place is there again. */
class LeafTailTest {
    private static final int COUNT = 20_000;
    private static final int VALUE_BYTES = 60;
    private static final KeyRange RANGE = KeyRange.prefix(bytes("key-"));

    @TempDir
    Path directory;

    private static NavigableMap<byte[], byte[]> random(Random random, int parts) {
        NavigableMap<byte[], byte[]> run = Stores.map();
        for (int part = 0; part < parts; part++) {
            int first = random.nextInt(COUNT);
            int length = random.nextInt(8) == 0 ? 6_000 : 60;
            run.putAll(Stores.numbered(first, first + 1 + random.nextInt(700), random.nextInt(length)));
        }
        return run;
    }

    private static void assertPacked(Engine engine, Path directory) {
        Verification.Checked checked =
                engine.find(Verification.class).orElseThrow().run(() -> false);
        assertThat(checked.entries()).isGreaterThan(COUNT);
        Version version = StoreFile.check(directory);
        long entryBytes = 1L + "key-00000000".length() + VALUE_BYTES + PageView.NODE_HEADER + Short.BYTES;
        long leaves = COUNT * entryBytes / version.file().pageSize();
        assertThat(version.meta().main().leafPages()).isBetween(leaves, leaves * 12 / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b"})
    void a_run_before_an_entry_fills_its_leaves(String before) {
        try (Engine engine = Stores.open(directory)) {
            engine.write(Stores.put(before, "before").put(bytes("z"), bytes("after")), Durability.SYNC);
            Stores.excise(engine, RANGE, Stores.numbered(0, COUNT, VALUE_BYTES));
            assertPacked(engine, directory);
        }
    }

    @Test
    void an_overlay_before_entries_fills_its_leaves() {
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), Stores.numbered(COUNT, COUNT + 20, VALUE_BYTES));
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.overlay(KeyRange.all())) {
                Stores.numbered(0, COUNT, VALUE_BYTES)
                        .forEach((key, value) -> run.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
                run.finish();
                long bytes = replacement.commit().bytesCopied();
                assertThat(bytes).isEqualTo(COUNT * (long) ("key-00000000".length() + VALUE_BYTES));
            }
            assertPacked(engine, directory);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void stretches_among_entries_of_all_lengths_are_read_back(int seed) {
        Random random = new Random(seed);
        try (Engine engine = Stores.open(directory)) {
            NavigableMap<byte[], byte[]> held = Stores.map();
            for (int round = 0; round < 12; round++) {
                NavigableMap<byte[], byte[]> run = random(random, 1 + random.nextInt(12));
                byte[] from = bytes(String.format("key-%08d", random.nextInt(COUNT)));
                if (random.nextBoolean()) {
                    run = run.tailMap(from, true);
                    Stores.excise(engine, KeyRange.of(from, null), run);
                    held.tailMap(from, true).clear();
                } else {
                    overlay(engine, run);
                }
                held.putAll(run);
                Stores.assertSame(Stores.contents(engine), held);
            }
            engine.find(Verification.class).orElseThrow().run(() -> false);
        }
    }

    private static void overlay(Engine engine, NavigableMap<byte[], byte[]> run) {
        try (Replacement replacement = engine.begin();
                RunWriter writer = replacement.overlay(KeyRange.all())) {
            run.forEach((key, value) -> writer.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
            writer.finish();
            replacement.commit();
        }
    }
}
