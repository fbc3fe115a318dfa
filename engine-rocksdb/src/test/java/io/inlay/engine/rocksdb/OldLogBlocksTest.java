package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.all;
import static io.inlay.engine.rocksdb.Entries.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Batch;
import io.inlay.engine.Checkpoints;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a power loss leaves on a file system that makes files long before it writes them: blocks of a deleted log below the name
 * of the newest one.
 */
class OldLogBlocksTest {
    private static final int BLOCK = 1 << 15;
    private static final int BLOCKS = 4;

    @TempDir
    Path temp;

    /** What the store holds when its power is lost; what was never flushed may be missing. */
    private Map<String, String> durable = Map.of();

    @Test
    void at_the_end_of_the_newest_log_they_are_no_part_of_it() throws IOException {
        Path lost = afterLoss(BLOCK);
        opensWithAllThatWasDurable(lost);
    }

    @Test
    void behind_several_blocks_that_were_flushed_they_are_no_part_of_the_log() throws IOException {
        Path lost = afterLoss(2 * BLOCK);
        opensWithAllThatWasDurable(lost);
    }

    @Test
    void in_place_of_a_whole_log_they_bring_nothing_back() throws IOException {
        Path lost = afterLoss(0);
        opensWithAllThatWasDurable(lost);
    }

    @Test
    void a_log_of_its_own_records_is_read_to_its_end() throws IOException {
        Path store = temp.resolve("store");
        Path copy = temp.resolve("copy");
        try (Engine engine = Entries.open(store)) {
            write(engine, "old", BLOCKS * BLOCK);
            settle(engine);
            write(engine, "new", BLOCKS * BLOCK);
            durable = all(engine);
            copy(store, copy);
        }
        opensWithAllThatWasDurable(copy);
    }

    /** A store whose newest log ends, after so many bytes that were flushed, with the blocks of an older one. */
    private Path afterLoss(int flushedBytes) throws IOException {
        Path store = temp.resolve("store");
        Path lost = temp.resolve("lost");
        try (Engine engine = Entries.open(store)) {
            write(engine, "first", BLOCKS * BLOCK);
            byte[] old = Files.readAllBytes(newestLog(store));
            write(engine, "second", BLOCKS * BLOCK);
            settle(engine);
            write(engine, "third", flushedBytes / 2);
            durable = all(engine);
            copy(store, lost);
            Path log = newestLog(lost);
            byte[] flushed = flushedBytes == 0 ? new byte[0] : Files.readAllBytes(log);
            assertThat(flushed.length).isLessThanOrEqualTo(flushedBytes);
            byte[] after = Arrays.copyOf(flushed, flushedBytes + old.length);
            System.arraycopy(old, 0, after, flushedBytes, old.length);
            Files.write(log, after);
        }
        return lost;
    }

    private void opensWithAllThatWasDurable(Path directory) {
        for (String readOnly : List.of("true", "false", "false")) {
            try (Engine engine = Entries.open(directory, "readOnly", readOnly)) {
                assertThat(all(engine)).isEqualTo(durable);
                durable.forEach(
                        (key, value) -> assertThat(engine.get(bytes(key))).isEqualTo(bytes(value)));
            }
        }
    }

    /** Writes about so many bytes to the same keys as every other call. */
    private static void write(Engine engine, String value, int length) {
        int bytes = 0;
        for (int i = 0; bytes < length; i++) {
            Batch batch = new Batch().put(bytes(String.format("k%06d", i)), bytes(value + " ".repeat(80)));
            engine.write(batch, Durability.RELAXED);
            bytes += 100;
        }
        engine.sync();
    }

    /** Has what is in memory written to a file, and a new log begun. */
    private void settle(Engine engine) {
        engine.find(Checkpoints.class).orElseThrow().create(temp.resolve("checkpoint"));
    }

    private static Path newestLog(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
    }

    /** Copies a store that is in use, as a killed process leaves it: what goes meanwhile may be missing. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectory(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (NoSuchFileException e) {
                    // RocksDB removes logs it no longer needs in the background
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }
}
