package io.inlay.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.inlay.engine.EngineException;
import io.inlay.engine.Keys;
import io.inlay.engine.support.RunFileWriter;
import io.inlay.sync.key.Bucket;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundsTest {
    private static final int PREFIX = Bucket.GRANT.tailOffset();
    private static final String SAME = "p".repeat(PREFIX);

    @TempDir
    Path directory;

    /** Of equal keys the row of the first input; not by time, so that only the order is tested. */
    private static final class FirstOfAll extends MergedRows {
        FirstOfAll(List<RowInput> inputs) {
            super(inputs);
        }

        @Override
        public boolean next() {
            if (!advance()) {
                return false;
            }
            for (int i = 1; i < held(); i++) {
                if (order().at(i).position() < current().position()) {
                    choose(order().at(i));
                }
            }
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 2", "9, 2", "9, 3", "9, 8", "9, 9", "30, 4", "30, 50"})
    void rows_do_not_depend_on_how_many_inputs_are_open(int number, int fanIn) throws IOException {
        Random random = new Random(number * 100L + fanIn);
        TreeMap<String, Integer> expected = new TreeMap<>();
        List<Supplier<RowInput>> inputs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            TreeMap<String, Integer> rows = new TreeMap<>();
            for (int j = random.nextInt(60); j > 0; j--) {
                rows.put(SAME + "x".repeat(random.nextInt(9)) + random.nextInt(40), i);
            }
            rows.forEach(expected::putIfAbsent);
            Path file = write("input-" + i, rows);
            inputs.add(() -> new RunInput(PREFIX, file));
        }
        Rounds rounds = new Rounds(Bucket.GRANT, fanIn, directory, () -> {});
        TreeMap<String, Integer> merged = new TreeMap<>();
        try (FirstOfAll rows = rounds.merge(inputs, FirstOfAll::new, FirstOfAll::new)) {
            String last = "";
            while (rows.next()) {
                String key = new String(Keys.copy(rows.key()), StandardCharsets.US_ASCII);
                assertThat(key).isGreaterThan(last);
                last = key;
                merged.put(key, rows.current().position());
                assertThat(rows.value().get(rows.value().position()))
                        .isEqualTo((byte) rows.current().position());
            }
            assertThat(rows.next()).isFalse();
        }
        assertThat(merged).isEqualTo(expected);
        assertThat(rounds.depth() > 1).isEqualTo(number > fanIn);
        try (Stream<Path> files = Files.list(directory)) {
            long kept = files.filter(file -> file.getFileName().toString().startsWith("round-"))
                    .count();
            assertThat(kept).isLessThanOrEqualTo(fanIn);
        }
    }

    /** W03 */
    @Test
    void a_file_that_is_cut_anywhere_is_an_error() throws IOException {
        TreeMap<String, Integer> rows = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            rows.put(SAME + i, i);
        }
        Path file = write("whole", rows);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Path cut = directory.resolve("cut-" + length);
            try (RandomAccessFile out = new RandomAccessFile(cut.toFile(), "rw")) {
                out.write(whole, 0, length);
            }
            assertThatExceptionOfType(EngineException.class)
                    .as("%d of %d bytes", length, whole.length)
                    .isThrownBy(() -> {
                        try (RunInput input = new RunInput(PREFIX, cut)) {
                            while (input.next()) {
                                assertThat(input.length()).isPositive();
                            }
                        }
                    })
                    .matches(e -> e.kind() == EngineException.Kind.CORRUPT);
        }
    }

    @Test
    void an_input_that_fails_ends_the_merge_and_all_are_closed() throws IOException {
        Path file = write("input", Map.of(SAME + 1, 1));
        List<RowInput> closed = new ArrayList<>();
        Supplier<RowInput> watched = () -> new RowInput(PREFIX) {
            private final RunInput inner = new RunInput(PREFIX, file);

            @Override
            boolean next() {
                throw new CancellationException("no more");
            }

            @Override
            ByteBuffer value() {
                return inner.value();
            }

            @Override
            int position() {
                return 0;
            }

            @Override
            public void close() {
                inner.close();
                closed.add(this);
            }
        };
        Rounds rounds = new Rounds(Bucket.GRANT, 2, directory, () -> {});
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> rounds.merge(List.of(watched, watched, watched), FirstOfAll::new, FirstOfAll::new));
        assertThat(closed).hasSize(2);
    }

    private Path write(String name, Map<String, Integer> rows) {
        Path file = directory.resolve(name);
        try (RunFileWriter writer = RunFileWriter.create(file, 64)) {
            rows.forEach((key, position) -> writer.put(
                    ByteBuffer.wrap(key.getBytes(StandardCharsets.US_ASCII)),
                    ByteBuffer.allocate(5)
                            .putInt(position)
                            .put((byte) (int) position)
                            .flip()));
            writer.finish(false);
        }
        return file;
    }
}
