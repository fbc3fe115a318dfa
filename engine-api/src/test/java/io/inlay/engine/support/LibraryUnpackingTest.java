package io.inlay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibraryUnpackingTest {
    private static final String PREFIX = "inlay-unpacking-test";

    private static Path aged(Path path, Duration age) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void the_directory_goes_whether_the_load_succeeds_or_not() throws IOException {
        List<Path> seen = new ArrayList<>();
        LibraryUnpacking.load(PREFIX, directory -> {
            Files.writeString(directory.resolve("library.so"), "");
            seen.add(directory);
        });
        assertThatThrownBy(() -> LibraryUnpacking.load(PREFIX, directory -> {
                    seen.add(directory);
                    throw new IOException("no");
                }))
                .hasMessage("no");
        assertThat(seen).hasSize(2).allMatch(directory -> Files.notExists(directory, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void leftovers_go_when_they_are_old_and_its_own() throws IOException {
        Path old = Files.createTempDirectory(PREFIX);
        Files.writeString(old.resolve("library.so"), "");
        aged(old, Duration.ofHours(1));
        Path young = Files.createTempDirectory(PREFIX);
        Path other = aged(Files.createTempDirectory(PREFIX + "-other"), Duration.ofHours(1));
        Path target = Files.createTempDirectory("outside");
        Path kept = Files.writeString(target.resolve("kept"), "");
        Path link = Files.createTempDirectory(PREFIX);
        Files.delete(link);
        Files.createSymbolicLink(link, target);
        try {
            LibraryUnpacking.load(PREFIX, directory -> {});
            assertThat(old).doesNotExist();
            assertThat(young).exists();
            assertThat(other).exists();
            assertThat(kept).exists();
        } finally {
            for (Path made : List.of(young, other, link, target)) {
                DurableFiles.deleteTree(made);
            }
        }
    }
}
