package io.inlay.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.sync.key.Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContestedKeysTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 700, 5_000, 1_000_000})
    void in_heap_or_file_the_last_winner_is_known(int inHeap) throws IOException {
        AtomicInteger heapLeft = new AtomicInteger(inHeap);
        ContestedKeys keys = new ContestedKeys(heapLeft, directory, Bucket.GRANT);
        Map<Long, Integer> expected = new HashMap<>();
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            long key = random.nextInt(12_000);
            int position = random.nextInt(50);
            keys.put(first(key), second(key), position);
            expected.put(key, position);
        }
        assertThat(keys.size()).isEqualTo(expected.size());
        expected.forEach((key, position) -> {
            assertThat(keys.winner(first(key), second(key))).isEqualTo(position);
        });
        for (long key = 12_000; key < 14_000; key++) {
            assertThat(keys.winner(first(key), second(key))).isEqualTo(ContestedKeys.NONE);
            assertThat(keys.winner(first(key - 12_000), second(key))).isEqualTo(ContestedKeys.NONE);
        }
        boolean isInHeap = inHeap > 12_000;
        assertThat(heapLeft.get()).isEqualTo(isInHeap ? inHeap - expected.size() : inHeap);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.findAny().isPresent()).isNotEqualTo(isInHeap);
        }
    }

    @Test
    void an_empty_table_knows_no_key() {
        ContestedKeys keys = new ContestedKeys(new AtomicInteger(5), directory, Bucket.GRANT);
        assertThat(keys.winner(0, 0)).isEqualTo(ContestedKeys.NONE);
        assertThat(keys.size()).isZero();
        keys.put(0, 0, 3);
        assertThat(keys.winner(0, 0)).isEqualTo(3);
    }

    /** Many keys with few first halves: long probes. */
    private static long first(long key) {
        return key % 50 << 40 | key % 3;
    }

    private static long second(long key) {
        return key;
    }
}
