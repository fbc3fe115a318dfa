package io.inlay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadyFileTest {
    @TempDir
    Path directory;

    private Path file(int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Files.write(directory.resolve("file"), content);
    }

    @Test
    void an_interrupt_closes_nothing_and_stays_set() throws IOException {
        try (SteadyFile file = new SteadyFile(file(1, 2, 3), false)) {
            Thread.currentThread().interrupt();
            file.write(1, new byte[] {8, 9, 8}, 1, 1);
            file.sync();
            file.check();
            byte[] read = new byte[2];
            file.read(1, read);
            assertThat(read).containsExactly(9, 3);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_frozen_file_is_read_and_not_written() throws IOException {
        Path path = file(1, 2, 3);
        try (SteadyFile file = new SteadyFile(path, false)) {
            file.freeze();
            file.write(0, new byte[] {9}, 0, 1);
            file.setLength(0);
            file.sync();
            assertThatThrownBy(file::check).isInstanceOf(IOException.class);
            assertThat(file.length()).isEqualTo(3);
            file.read(0, new byte[3]);
        }
        assertThat(path).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void the_first_failure_stops_all_writing() throws IOException {
        Path path = file(1, 2, 3);
        try (SteadyFile file = new SteadyFile(path, false)) {
            file.write(-1, new byte[] {9}, 0, 1);
            assertThatThrownBy(file::check).isInstanceOf(IOException.class);
            file.write(0, new byte[] {9}, 0, 1);
        }
        assertThat(path).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void reading_past_the_end_is_told() throws IOException {
        try (SteadyFile file = new SteadyFile(file(1, 2, 3), true)) {
            assertThatThrownBy(() -> file.read(2, new byte[2])).isInstanceOf(EOFException.class);
        }
    }
}
