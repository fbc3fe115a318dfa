package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at what stands in an engine's directory. */
final class Directories {
    private Directories() {}

    /** The directory in which an engine stages: the one directly in its own on the way to a replacement's scratch. */
    static Path staging(Engine engine, Path scratch) {
        Path below = engine.directory().relativize(scratch);
        return engine.directory().resolve(below.getName(0));
    }

    /** The names in a directory, sorted; none where it is absent. */
    static List<String> names(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Everything below a directory, itself included; what goes meanwhile may be among it or not. */
    static List<Path> tree(Path top) throws IOException {
        List<Path> entries = new ArrayList<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                entries.add(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                entries.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException && !file.equals(top)) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        Collections.sort(entries);
        return entries;
    }

    /** Every name below a directory with its kind, size, time of change and a hash of its content. */
    static SortedMap<String, String> listing(Path top) throws IOException {
        SortedMap<String, String> listing = new TreeMap<>();
        for (Path entry : tree(top)) {
            String kind = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                    ? "directory"
                    : Files.size(entry) + " bytes " + hash(entry);
            listing.put(
                    top.relativize(entry).toString(),
                    kind + " changed " + Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS));
        }
        return listing;
    }

    private static String hash(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The largest regular file below a directory. */
    static Path largestFile(Path top) throws IOException {
        Path largest = null;
        for (Path entry : tree(top)) {
            if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                    && (largest == null || Files.size(entry) > Files.size(largest))) {
                largest = entry;
            }
        }
        if (largest == null) {
            throw new AssertionError("no file in " + top);
        }
        return largest;
    }
}
