package io.inlay.cli.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directories. Symbolic links in them are never followed. */
public final class Directories {
    private Directories() {}

    /** The lengths of all files below a directory, in bytes; files that vanish meanwhile are not counted. */
    public static long bytes(Path directory) {
        long[] total = {0};
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    total[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("measuring " + directory + ": " + e.getMessage(), e);
        }
        return total[0];
    }

    /** Removes everything in a directory, but not the directory. */
    public static void clear(Path directory) throws IOException {
        List<Path> contents;
        try (Stream<Path> tree = Files.walk(directory)) {
            contents = tree.skip(1).sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : contents) {
            Files.deleteIfExists(path);
        }
    }

    /** Whether something is a directory with nothing in it. */
    public static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
