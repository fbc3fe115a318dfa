package io.inlay.sync.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Keys;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowSorterTest {
    @TempDir
    Path directory;

    /** A row whose value is its position in the order of adding, padded. */
    private static final class Row {
        final byte[] key;
        final byte[] value;

        Row(byte[] key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(key) + "=" + new String(value, StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4096, 2", "2, 4096, 3", "3, 65536, 64", "4, 65536, 2", "5, 4194304, 64"})
    void rows_come_in_the_order_of_their_keys_and_equal_keys_as_added(long seed, int memory, int fanIn) {
        List<Row> rows = rows(new Random(seed), 20_000);
        assertThat(sorted(rows, memory, fanIn)).containsExactlyElementsOf(expected(rows));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 16, 17, 255, 5_000})
    void rows_added_in_order_or_in_reverse_stay_right(int count) {
        List<Row> ascending = expectedRows(rows(new Random(9), count));
        List<Row> descending = new ArrayList<>(ascending);
        Collections.reverse(descending);
        assertThat(sorted(ascending, 1 << 20, 64)).containsExactlyElementsOf(expected(ascending));
        assertThat(sorted(descending, 1 << 20, 64)).containsExactlyElementsOf(expected(descending));
    }

    @Test
    void keys_that_extend_each_other_by_zeros_are_told_apart() {
        List<Row> rows = new ArrayList<>();
        for (int length = 40; length >= 0; length--) {
            rows.add(row(new byte[length], 40 - length));
        }
        assertThat(sorted(rows, 1 << 20, 64)).containsExactlyElementsOf(expected(rows));
    }

    @Test
    void many_long_keys_with_one_beginning_are_told_apart() {
        Random random = new Random(11);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] key = new byte[3_000 + random.nextInt(3)];
            key[2_999] = (byte) random.nextInt(256);
            rows.add(row(key, i));
        }
        assertThat(sorted(rows, 8 << 20, 64)).containsExactlyElementsOf(expected(rows));
    }

    @Test
    void a_row_larger_than_the_memory_is_sorted_among_the_others() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rows.add(new Row(
                    new byte[] {(byte) (i * 37)},
                    ("" + i).repeat(i % 10 == 0 ? 20_000 : 3).getBytes(StandardCharsets.US_ASCII)));
        }
        assertThat(sorted(rows, 4096, 4)).containsExactlyElementsOf(expected(rows));
    }

    @Test
    void what_fits_into_memory_is_not_spilled() throws IOException {
        List<Row> rows = rows(new Random(1), 1_000);
        sorted(rows, 4 << 20, 64);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void merged_files_are_removed_at_once() throws IOException {
        RowSorter sorter = sorter(4096, 4, RowSorterTest::goOn);
        add(sorter, rows(new Random(1), 5_000));
        try (RowSource sorted = sorter.sorted();
                Stream<Path> files = Files.list(directory)) {
            assertThat(sorted.next()).isTrue();
            assertThat(files).hasSizeBetween(1, 3);
        }
        assertThat(sorter.files()).isGreaterThan(20);
    }

    @Test
    void a_damaged_spill_is_corrupt_and_never_a_short_one() throws IOException {
        RowSorter sorter = sorter(1 << 16, 64, RowSorterTest::goOn);
        add(sorter, rows(new Random(1), 5_000));
        Path spill = spills().get(0);
        try (RandomAccessFile file = new RandomAccessFile(spill.toFile(), "rw")) {
            file.seek(1_000);
            int old = file.read();
            file.seek(1_000);
            file.write(old ^ 1);
        }
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> drain(sorter))
                .withMessageContaining(spill.getFileName().toString())
                .matches(e -> e.kind() == Kind.CORRUPT);
    }

    @Test
    void a_stop_ends_spills_and_merges() {
        RowSorter sorter = sorter(1 << 20, 64, () -> {
            throw new CancellationException("stopped");
        });
        assertThatThrownBy(() -> add(sorter, rows(new Random(1), 100_000))).isInstanceOf(CancellationException.class);
    }

    private List<Path> spills() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void goOn() {
        // never stops
    }

    private RowSorter sorter(int memory, int fanIn, Runnable checkpoint) {
        return new RowSorter(memory, directory, fanIn, checkpoint);
    }

    private List<String> sorted(List<Row> rows, int memory, int fanIn) {
        RowSorter sorter = sorter(memory, fanIn, RowSorterTest::goOn);
        add(sorter, rows);
        return drain(sorter);
    }

    private static void add(RowSorter sorter, List<Row> rows) {
        for (Row row : rows) {
            sorter.add(ByteBuffer.wrap(row.key), ByteBuffer.wrap(row.value));
        }
    }

    private static List<String> drain(RowSorter sorter) {
        List<String> drained = new ArrayList<>();
        try (RowSource rows = sorter.sorted()) {
            while (rows.next()) {
                drained.add(new Row(Keys.copy(rows.key()), Keys.copy(rows.value())).toString());
            }
        }
        return drained;
    }

    private static List<String> expected(List<Row> rows) {
        return expectedRows(rows).stream().map(Row::toString).toList();
    }

    private static List<Row> expectedRows(List<Row> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(row -> row.key, Keys::compare))
                .toList();
    }

    /** Keys over few byte values with common beginnings, a fifth of them repeated. */
    private static List<Row> rows(Random random, int count) {
        byte[] alphabet = {0, 1, 2, 'a', (byte) 0x7f, (byte) 0x80, (byte) 0xff};
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!rows.isEmpty() && random.nextInt(5) == 0) {
                rows.add(row(rows.get(random.nextInt(rows.size())).key, i));
                continue;
            }
            byte[] key = new byte[random.nextInt(30)];
            int common = random.nextInt(20);
            for (int b = common; b < key.length; b++) {
                key[b] = alphabet[random.nextInt(alphabet.length)];
            }
            rows.add(row(key, i));
        }
        return rows;
    }

    private static Row row(byte[] key, int number) {
        return new Row(key, ("" + number).getBytes(StandardCharsets.US_ASCII));
    }
}
