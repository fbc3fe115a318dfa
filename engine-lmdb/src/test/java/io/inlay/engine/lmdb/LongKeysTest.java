package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys longer than LMDB's own: nobody sees how they are laid down. */
class LongKeysTest {
    @TempDir
    Path directory;

    private static byte[] key(int length, int... tail) {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) 'k');
        for (int i = 0; i < tail.length; i++) {
            key[length - tail.length + i] = (byte) tail[i];
        }
        return key;
    }

    @ParameterizedTest
    @ValueSource(ints = {498, 499, 500, 501, 502, 503, 509, 510, 511, 512, 513, 32_767, 65_535, 65_536})
    void every_length_is_written_found_and_deleted(int length) {
        try (Engine engine = Stores.open(directory)) {
            NavigableMap<byte[], byte[]> expected = Stores.map();
            for (int last : new int[] {0, 1, 127, 128, 255}) {
                expected.put(key(length, last), Stores.bytes("v" + last));
            }
            expected.put(key(499), Stores.bytes("shorter"));
            expected.put(key(500), Stores.bytes("whole"));
            Batch batch = new Batch();
            expected.forEach(batch::put);
            engine.write(batch, Durability.RELAXED);
            Stores.assertSame(Stores.contents(engine), expected);
            expected.forEach((key, value) -> assertThat(engine.get(key)).isEqualTo(value));
            assertThat(engine.get(key(length, 2))).isEqualTo(expected.get(key(length, 2)));
            for (byte[] key : expected.keySet().toArray(byte[][]::new)) {
                engine.write(new Batch().delete(key), Durability.RELAXED);
                expected.remove(key);
                Stores.assertSame(Stores.contents(engine), expected);
            }
        }
    }

    @Test
    void R03_a_longer_key_is_refused_and_absent() {
        try (Engine engine = Stores.open(directory)) {
            fails(Kind.INVALID, () -> engine.write(new Batch().put(key(65_537), key(1)), Durability.SYNC));
            assertThat(engine.get(key(65_537))).isNull();
            assertThat(engine.get(key(1_000_000))).isNull();
        }
    }

    @Test
    void thousands_of_keys_share_their_first_500_bytes() {
        NavigableMap<byte[], byte[]> expected = Stores.map();
        for (int i = 0; i < 5_000; i++) {
            expected.put(key(504, 0, i >>> 8, i), new byte[i % 50]);
        }
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), expected);
            Stores.assertSame(Stores.contents(engine), expected);
            Random random = new Random(5);
            for (int round = 0; round < 30; round++) {
                int i = random.nextInt(5_000);
                byte[] from = key(504, 0, i >>> 8, i);
                int j = Math.min(4_999, i + random.nextInt(300));
                byte[] until = key(504, 0, j >>> 8, j);
                NavigableMap<byte[], byte[]> run = Stores.map();
                for (int n = i; n < j; n += 3) {
                    run.put(key(504, 0, n >>> 8, n), Stores.bytes("round " + round));
                }
                Stores.excise(engine, KeyRange.of(from, until), run);
                expected.subMap(from, true, until, false).clear();
                expected.putAll(run);
            }
            Stores.assertSame(Stores.contents(engine), expected);
        }
        try (Engine engine = Stores.open(directory)) {
            Stores.assertSame(Stores.contents(engine), expected);
            engine.write(new Batch().deleteRange(KeyRange.of(key(504, 0, 1, 0), key(504, 0, 9, 0))), Durability.SYNC);
            expected.subMap(key(504, 0, 1, 0), true, key(504, 0, 9, 0), false).clear();
            Stores.assertSame(Stores.contents(engine), expected);
        }
    }

    @Test
    void ranges_of_one_replacement_meet_within_a_block() {
        NavigableMap<byte[], byte[]> expected = Stores.map();
        for (int i = 0; i < 200; i++) {
            expected.put(key(501, i), Stores.bytes("old"));
        }
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), expected);
            try (Replacement replacement = engine.begin()) {
                replacement.empty(KeyRange.of(key(501, 10), key(501, 20)));
                try (RunWriter run = replacement.excise(KeyRange.of(key(501, 20), key(501, 30)))) {
                    run.add(ByteBuffer.wrap(key(501, 25)), ByteBuffer.wrap(Stores.bytes("new")));
                    run.finish();
                }
                try (RunWriter run = replacement.overlay(KeyRange.of(key(501, 30), key(502, 40, 0)))) {
                    run.delete(ByteBuffer.wrap(key(501, 30)));
                    run.add(ByteBuffer.wrap(key(502, 30, 0)), ByteBuffer.wrap(Stores.bytes("laid over")));
                    run.finish();
                }
                replacement.commit();
            }
            expected.subMap(key(501, 10), key(501, 31)).clear();
            expected.put(key(501, 25), Stores.bytes("new"));
            expected.put(key(502, 30, 0), Stores.bytes("laid over"));
            Stores.assertSame(Stores.contents(engine), expected);
        }
    }

    @Test
    void long_keys_with_long_values_lie_across_pages() {
        NavigableMap<byte[], byte[]> expected = Stores.map();
        Random random = new Random(6);
        for (int i = 0; i < 40; i++) {
            byte[] value = new byte[random.nextInt(100_000)];
            random.nextBytes(value);
            expected.put(key(600 + i % 3, i), value);
        }
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.prefix(Stores.bytes("k")), expected);
            Stores.assertSame(Stores.contents(engine), expected);
        }
    }
}
