package io.inlay.engine.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Loads a native library that its binding unpacks into a directory it is told. Each load has a private directory below the
 * system's temporary one, which goes as soon as the library is loaded: POSIX keeps a loaded file without its name, elsewhere
 * the binding removes it when the process ends. What a process killed while loading left goes with a later load.
 */
public final class LibraryUnpacking {
    /** A load takes far less; a younger directory may belong to one under way. */
    private static final Duration LEFTOVER_AGE = Duration.ofMinutes(10);

    private LibraryUnpacking() {}

    /** Loads the library by way of a directory. */
    @FunctionalInterface
    public interface Loading {
        void from(Path directory) throws IOException;
    }

    /**
     * Runs a load.
     *
     * @param prefix start of the directory's name; digits follow
     */
    public static void load(String prefix, Loading loading) throws IOException {
        Path directory = Files.createTempDirectory(prefix);
        try {
            removeLeftovers(directory.resolveSibling("."), prefix);
            loading.from(directory);
        } finally {
            remove(directory);
        }
    }

    private static void removeLeftovers(Path temporary, String prefix) throws IOException {
        Pattern own = Pattern.compile(Pattern.quote(prefix) + "[0-9]+");
        Instant limit = Instant.now().minus(LEFTOVER_AGE);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                temporary, entry -> own.matcher(entry.getFileName().toString()).matches())) {
            for (Path entry : entries) {
                if (isOlder(entry, limit)) {
                    remove(entry);
                }
            }
        }
    }

    private static boolean isOlder(Path entry, Instant limit) {
        try {
            return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                    && Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(limit);
        } catch (IOException e) {
            return false;
        }
    }

    private static void remove(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
        } catch (IOException e) {
            directory.toFile().deleteOnExit();
        }
    }
}
