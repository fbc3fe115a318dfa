package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Verification;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Old and new sides of one replacement that meet in all ways, long enough for the merge to change its strategy. */
class RangeMergeTest {
    @TempDir
    Path directory;

    private static NavigableMap<byte[], byte[]> keys(String prefix, int count, int first, int distance) {
        NavigableMap<byte[], byte[]> keys = Stores.map();
        for (int i = 0; i < count; i++) {
            int number = first + i * distance;
            keys.put(bytes(String.format("%s%07d", prefix, number)), bytes(prefix + number));
        }
        return keys;
    }

    @ParameterizedTest
    @CsvSource({
        "b, 3000, a, 700",
        "b, 3000, a, 5000",
        "b, 3000, c, 700",
        "b, 3000, c, 5000",
        "b, 700, a, 3000",
        "b, 1023, a, 1",
        "b, 1024, a, 1",
        "b, 1025, c, 1",
        "b, 5000, b, 5000",
    })
    void one_side_replaces_the_other(String oldPrefix, int oldCount, String newPrefix, int newCount) {
        NavigableMap<byte[], byte[]> held = keys(oldPrefix, oldCount, 0, 2);
        NavigableMap<byte[], byte[]> run = keys(newPrefix, newCount, 1, 2);
        replace(held, run);
        replace(held, Stores.map());
        replace(Stores.map(), run);
        replace(held, held);
    }

    @Test
    void blocks_of_long_keys_lie_between() {
        NavigableMap<byte[], byte[]> held = keys("b", 3_000, 0, 2);
        NavigableMap<byte[], byte[]> run = keys("b", 3_000, 1, 2);
        for (int i = 0; i < 6_000; i += 500) {
            String shared = String.format("b%07d", i) + "x".repeat(500);
            held.put(bytes(shared + "1"), bytes("old"));
            held.put(bytes(shared + "2"), bytes("both"));
            run.put(bytes(shared + "2"), bytes("both"));
            run.put(bytes(shared + "3"), bytes("new"));
        }
        replace(held, run);
    }

    private void replace(NavigableMap<byte[], byte[]> held, NavigableMap<byte[], byte[]> run) {
        KeyRange range = KeyRange.of(bytes("a"), bytes("d"));
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), held);
            engine.write(Stores.put("A", "before").put(bytes("z"), bytes("after")), Durability.RELAXED);
            Stores.excise(engine, range, run);
            NavigableMap<byte[], byte[]> expected = Stores.map();
            expected.putAll(run);
            expected.put(bytes("A"), bytes("before"));
            expected.put(bytes("z"), bytes("after"));
            Stores.assertSame(Stores.contents(engine), expected);
            Verification.Checked checked =
                    engine.find(Verification.class).orElseThrow().run(() -> false);
            assertThat(checked.entries()).isEqualTo(expected.size());
            Stores.excise(engine, KeyRange.all(), Stores.map());
            assertThat(Stores.contents(engine)).isEmpty();
        }
    }

    @Test
    void all_can_be_emptied_and_filled_again() {
        NavigableMap<byte[], byte[]> held = keys("b", 3_000, 0, 2);
        for (int round = 0; round < 3; round++) {
            try (Engine engine = Stores.open(directory)) {
                Stores.excise(engine, KeyRange.all(), held);
                try (Replacement replacement = engine.begin()) {
                    replacement.empty(KeyRange.all());
                    replacement.commit();
                }
                assertThat(Stores.contents(engine)).isEmpty();
                Long before = engine.find(Metrics.class).orElseThrow().read().get("lmdb.transaction");
                try (Replacement replacement = engine.begin()) {
                    replacement.empty(KeyRange.all());
                    replacement.commit();
                }
                assertThat(engine.find(Metrics.class).orElseThrow().read()).containsEntry("lmdb.transaction", before);
            }
        }
    }

    @Test
    void an_overlay_writes_only_what_differs() {
        NavigableMap<byte[], byte[]> held = keys("b", 3_000, 0, 2);
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), held);
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.overlay(KeyRange.all())) {
                held.forEach((key, value) -> run.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
                run.delete(ByteBuffer.wrap(bytes("c")));
                run.add(ByteBuffer.wrap(bytes("d")), ByteBuffer.wrap(bytes("new")));
                run.finish();
                assertThat(replacement.commit().bytesCopied()).isEqualTo(4);
            }
            held.put(bytes("d"), bytes("new"));
            Stores.assertSame(Stores.contents(engine), held);
        }
    }
}
