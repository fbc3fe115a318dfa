package io.inlay.engine.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The place below an engine's directory where replacements stage what is not yet visible: one privately named area each.
 * Clean-up touches only names of its own pattern directly in it and follows no link. Safe for many threads.
 */
public final class Staging {
    /** Name of the staging directory inside the engine's directory. */
    public static final String DIRECTORY = "staging";

    private static final Pattern AREA = Pattern.compile("area-[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;

    private Staging(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the staging directory of a writable engine, making it where absent, and removes what a killed process left.
     *
     * @param engineDirectory the engine's directory, held by its {@link DirectoryLease}
     */
    public static Staging open(Path engineDirectory) {
        Path directory = engineDirectory.resolve(DIRECTORY);
        try {
            if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
                DurableFiles.createPrivateDirectory(directory);
            }
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw Failures.invalid(directory + " is not a directory of the engine's own; remove it");
            }
            removeLeftovers(directory);
        } catch (IOException e) {
            throw Failures.io("preparing", directory, e);
        }
        return new Staging(directory);
    }

    private static void removeLeftovers(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (AREA.matcher(entry.getFileName().toString()).matches()) {
                    DurableFiles.deleteTree(entry);
                }
            }
        }
    }

    /** Makes a new, empty area with a random name. */
    public Path newArea() {
        byte[] name = new byte[16];
        RANDOM.nextBytes(name);
        Path area = directory.resolve("area-" + HexFormat.of().formatHex(name));
        try {
            DurableFiles.createPrivateDirectory(area);
        } catch (IOException e) {
            throw Failures.io("staging in", area, e);
        }
        return area;
    }

    /** Removes an area; what cannot be removed now goes at the next writable open. */
    public static void discard(Path area) {
        try {
            DurableFiles.deleteTree(area);
        } catch (IOException e) {
            // left for removeLeftovers: a failed clean-up changes no data and must not hide an outcome
        }
    }
}
