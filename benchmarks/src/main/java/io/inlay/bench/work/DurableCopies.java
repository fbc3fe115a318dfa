package io.inlay.bench.work;

import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Copies that are on disk when they are made. */
public final class DurableCopies {
    private static final int CHUNK_BYTES = 1 << 20;

    private DurableCopies() {}

    /**
     * Copies a file by 1 MiB each time and forces the copy to disk.
     *
     * @param to a path at which nothing stands yet
     * @return how long it took, in nanoseconds
     */
    public static long file(Path from, Path to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        long start = System.nanoTime();
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (in.read(chunk) >= 0) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    out.write(chunk);
                }
                chunk.clear();
            }
            out.force(true);
        }
        return System.nanoTime() - start;
    }

    /** Brings a file into the page cache. */
    public static void warm(Path file) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            while (in.read(chunk) >= 0) {
                chunk.clear();
            }
        }
    }

    /**
     * Copies a directory with all below it.
     *
     * @param to a path at which nothing stands yet, in an existing directory
     */
    public static void tree(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            List<Path> all = walk.toList();
            for (Path one : all) {
                Path copy = to.resolve(from.relativize(one));
                if (Files.isDirectory(one)) {
                    Files.createDirectory(copy);
                } else {
                    file(one, copy);
                }
            }
            for (Path one : all) {
                if (Files.isDirectory(one)) {
                    DurableFiles.syncDirectory(to.resolve(from.relativize(one)));
                }
            }
        }
    }
}
