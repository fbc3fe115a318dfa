package io.inlay.engine.tck.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model's own storage: its tree, and what its log makes of damage. */
class ModelEngineTest {
    @TempDir
    Path top;

    private Engine open() {
        return new ModelProvider().open(top.resolve("store"), Map.of());
    }

    private Path log() {
        return top.resolve("store").resolve(EntryLog.FILE);
    }

    private static Batch put(int number) {
        return new Batch().put(key(number), ("value " + number).getBytes(US_ASCII));
    }

    private static byte[] key(int number) {
        return ("key " + number).getBytes(US_ASCII);
    }

    /** Writes some batches and returns the length of the log before each. */
    private List<Long> fill(Durability durability, int batches) throws IOException {
        List<Long> lengths = new ArrayList<>();
        try (Engine engine = open()) {
            for (int i = 0; i < batches; i++) {
                lengths.add(Files.size(log()));
                engine.write(put(i), durability);
            }
        }
        return lengths;
    }

    private void flip(long position) throws IOException {
        byte[] content = Files.readAllBytes(log());
        content[(int) position] ^= 0x10;
        Files.write(log(), content);
    }

    @Test
    void damage_to_any_byte_of_a_durable_record_is_corrupt() throws IOException {
        List<Long> starts = fill(Durability.SYNC, 4);
        byte[] whole = Files.readAllBytes(log());
        for (long position = starts.get(1); position < starts.get(2); position++) {
            flip(position);
            assertThatThrownBy(this::open)
                    .hasMessageContaining(log().toString())
                    .extracting(e -> ((EngineException) e).kind())
                    .isEqualTo(Kind.CORRUPT);
            Files.write(log(), whole);
        }
        open().close();
    }

    @Test
    void a_record_that_was_not_durable_ends_the_log_where_it_does_not_check() throws IOException {
        List<Long> starts = fill(Durability.RELAXED, 4);
        flip(starts.get(2) + 10);
        try (Engine engine = open()) {
            assertThat(engine.get(key(1))).isNotNull();
            assertThat(engine.get(key(2))).isNull();
            assertThat(engine.get(key(3))).isNull();
            engine.write(put(4), Durability.SYNC);
        }
        try (Engine engine = open()) {
            assertThat(engine.get(key(1))).isNotNull();
            assertThat(engine.get(key(4))).isNotNull();
        }
    }

    @Test
    void a_log_cut_anywhere_holds_a_prefix() throws IOException {
        List<Long> starts = fill(Durability.RELAXED, 3);
        byte[] whole = Files.readAllBytes(log());
        for (int length = whole.length; length >= 0; length--) {
            Files.write(log(), Arrays.copyOf(whole, length));
            try (Engine engine = open()) {
                for (int i = 0; i < 3; i++) {
                    boolean there = length >= (i < 2 ? starts.get(i + 1) : whole.length);
                    assertThat(engine.get(key(i)) != null)
                            .as(i + " of " + length)
                            .isEqualTo(there);
                }
            }
        }
    }

    @Test
    void a_long_log_is_rewritten() throws IOException {
        byte[] value = new byte[10_000];
        try (Engine engine = open()) {
            for (int i = 0; i < 300; i++) {
                engine.write(new Batch().put(key(i % 3), value), Durability.RELAXED);
                assertThat(Files.size(log())).isLessThan(1_200_000);
            }
        }
        try (Engine engine = open()) {
            assertThat(engine.get(key(2))).isEqualTo(value);
            engine.write(put(7), Durability.SYNC);
        }
        try (Engine engine = open()) {
            assertThat(engine.get(key(1))).isEqualTo(value);
            assertThat(engine.get(key(7))).isNotNull();
        }
    }

    @Test
    void the_tree_agrees_with_a_sorted_map() {
        Random random = new Random(7);
        TreeMap<byte[], byte[]> expected = new TreeMap<>(Keys::compare);
        SortedEntries tree = SortedEntries.EMPTY;
        for (int i = 0; i < 20_000; i++) {
            byte[] key = key(random.nextInt(500));
            if (random.nextInt(3) == 0) {
                tree = tree.delete(key);
                expected.remove(key);
            } else {
                tree = tree.put(key, key(i));
                expected.put(key, key(i));
            }
            byte[] probe = key(random.nextInt(500));
            assertThat(tree.get(probe)).isEqualTo(expected.get(probe));
            SortedEntries.Node above = tree.ceiling(probe, false);
            assertThat(above == null ? null : above.key).isEqualTo(expected.higherKey(probe));
            SortedEntries.Node below = tree.floor(probe, true);
            assertThat(below == null ? null : below.key).isEqualTo(expected.floorKey(probe));
            assertThat(tree.size()).isEqualTo(expected.size());
        }
        assertThat(tree.bytes())
                .isEqualTo(expected.entrySet().stream()
                        .mapToLong(e -> e.getKey().length + e.getValue().length)
                        .sum());
    }
}
