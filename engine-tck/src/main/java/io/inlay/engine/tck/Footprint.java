package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import io.inlay.engine.Metrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process and its engine's directory take at one instant; -1 for what this system does not tell.
 *
 * @param heap bytes of live objects, after a collection
 * @param resident bytes of memory that the process has in use, mapped files included
 * @param own bytes of those that belong to no file: heap, native memory, stacks
 * @param handles open file descriptors
 * @param disk length of the directory's files in bytes
 * @param views open snapshots and cursors as the engine tells
 */
record Footprint(long heap, long resident, long own, long handles, long disk, long views) {
    static final String TITLES = "heap MiB | resident MiB | without files MiB | descriptors | disk MiB | views";

    private static final double MEBIBYTE = 1 << 20;

    static Footprint of(Engine engine) throws IOException {
        System.gc();
        long views = engine.find(Metrics.class)
                .map(metrics -> metrics.read().getOrDefault(Metrics.VIEWS_OPEN, -1L))
                .orElse(-1L);
        return new Footprint(
                liveHeap(), status("VmRSS:"), status("RssAnon:"), descriptors(), disk(engine.directory()), views);
    }

    /** What the last collection left; what was made since does not count. */
    private static long liveHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    /** A figure of the process in bytes, as Linux tells it in KiB. */
    private static long status(String name) throws IOException {
        Path status = Path.of("/proc/self/status");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status, StandardCharsets.ISO_8859_1) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(-1L);
    }

    private static long descriptors() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.exists(open)) {
            return -1;
        }
        try (Stream<Path> entries = Files.list(open)) {
            return entries.count();
        }
    }

    private static long disk(Path top) throws IOException {
        long bytes = 0;
        for (Path entry : Directories.tree(top)) {
            try {
                bytes += Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) ? Files.size(entry) : 0;
            } catch (NoSuchFileException e) {
                // it takes none
            }
        }
        return bytes;
    }

    @Override
    public String toString() {
        return String.format(
                "%8.1f | %12.1f | %17.1f | %11d | %8.1f | %5d",
                heap / MEBIBYTE, resident / MEBIBYTE, own / MEBIBYTE, handles, disk / MEBIBYTE, views);
    }
}
