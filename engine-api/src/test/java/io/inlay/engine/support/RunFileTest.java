package io.inlay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Keys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @TempDir
    Path directory;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(ByteBuffer buffer) {
        return new String(Keys.copy(buffer), StandardCharsets.ISO_8859_1);
    }

    private static List<String> read(Path file) {
        List<String> records = new ArrayList<>();
        try (RunFileReader reader = RunFileReader.open(file)) {
            while (reader.next()) {
                records.add((reader.isDelete() ? "-" : "+") + text(reader.key()) + "=" + text(reader.value()));
            }
            assertThat(reader.next()).isFalse();
        }
        return records;
    }

    private List<String> write(Path file, int blockBytes) {
        List<String> expected = new ArrayList<>();
        try (RunFileWriter writer = RunFileWriter.create(file, blockBytes)) {
            for (int i = 0; i < 40; i++) {
                String value = "v".repeat(i % 7 == 0 ? 300 : i % 5);
                writer.put(bytes("key" + i), bytes(value));
                expected.add("+key" + i + "=" + value);
                writer.delete(bytes("" + (char) i));
                expected.add("-" + (char) i + "=");
            }
            writer.put(bytes(""), bytes(""));
            expected.add("+=");
            assertThat(writer.records()).isEqualTo(81);
            writer.finish(true);
        }
        return expected;
    }

    @Test
    void gives_back_what_was_written_whatever_the_block_size() {
        for (int blockBytes : new int[] {1, 64, 4096}) {
            Path file = directory.resolve("run-" + blockBytes);
            assertThat(write(file, blockBytes)).isEqualTo(read(file));
        }
    }

    @Test
    void an_empty_file_of_records_is_whole() {
        Path file = directory.resolve("run");
        try (RunFileWriter writer = RunFileWriter.create(file, 64)) {
            writer.finish(false);
        }
        assertThat(read(file)).isEmpty();
    }

    @Test
    void every_cut_and_every_flipped_byte_is_corrupt() throws Exception {
        Path file = directory.resolve("run");
        write(file, 256);
        byte[] whole = Files.readAllBytes(file);
        Path damaged = directory.resolve("damaged");
        for (int at = 0; at < whole.length; at++) {
            assertCorrupt(damaged, Arrays.copyOf(whole, at), "cut at " + at);
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            assertCorrupt(damaged, flipped, "flipped at " + at);
        }
    }

    private static void assertCorrupt(Path file, byte[] bytes, String how) throws IOException {
        // a new file each time: some file systems wait for the disk when one was cut and written again
        Files.deleteIfExists(file);
        Files.write(file, bytes);
        EngineException failure = null;
        try {
            read(file);
        } catch (EngineException e) {
            failure = e;
        }
        assertThat(failure).as(how).isNotNull();
        assertThat(failure.kind()).as(how).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void an_unfinished_file_is_removed() {
        Path file = directory.resolve("run");
        RunFileWriter.create(file, 64).close();
        assertThat(file).doesNotExist();
    }

    @Test
    void an_interrupt_ends_nothing() {
        Thread.currentThread().interrupt();
        Path file = directory.resolve("run");
        assertThat(write(file, 64)).isEqualTo(read(file));
        assertThat(Thread.interrupted()).isTrue();
    }
}
