package io.inlay.sync.sort;

import io.inlay.engine.support.Failures;
import io.inlay.engine.support.RunFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sorts any number of rows in bounded memory: what the memory does not hold is spilled, sorted, to files with checksums.
 * Keys are ordered as unsigned bytes; equal keys keep the order in which they were added, and all of them are given.
 *
 * <p>Several sorters may share a directory. Their files are the directory owner's to remove: the scratch directory of a
 * replacement goes with it. Besides the memory for rows, blocks of 32 KiB are held, one for each file of a merge. For one
 * thread.
 */
public final class RowSorter {
    /** Bytes of a block of a spill file; a merge holds one block of each of its inputs. */
    private static final int BLOCK_BYTES = 32 << 10;

    private static final AtomicLong NAMES = new AtomicLong();

    private final RowArena arena;
    private final Path directory;
    private final int fanIn;
    private final Runnable checkpoint;
    private List<Path> spills = new ArrayList<>();
    private int files;
    private long spilledBytes;

    /**
     * A sorter that holds nothing yet.
     *
     * @param memoryBytes for rows in memory, taken as it is needed; below 4 KiB it is 4 KiB
     * @param directory where files are spilled; it must be there
     * @param fanIn how many files are merged at once, at least 2
     * @param checkpoint called now and then while files are written; what it throws ends the call under way
     * @throws IllegalArgumentException for a smaller fan-in
     */
    public RowSorter(int memoryBytes, Path directory, int fanIn, Runnable checkpoint) {
        if (fanIn < 2) {
            throw new IllegalArgumentException("a fan-in is 2 or more, not " + fanIn);
        }
        this.arena = new RowArena(memoryBytes);
        this.directory = directory;
        this.fanIn = fanIn;
        this.checkpoint = checkpoint;
    }

    /**
     * Adds a row, which is copied; the buffers keep their positions.
     *
     * @throws io.inlay.engine.EngineException FULL or INTERNAL when a file cannot be written; the sorter is then of no use
     */
    public void add(ByteBuffer key, ByteBuffer value) {
        if (arena.add(key, value)) {
            return;
        }
        spillArena();
        if (!arena.add(key, value)) {
            spillAlone(key, value);
        }
    }

    /** Number of spill files written from memory or merged. */
    public int files() {
        return files;
    }

    /** Bytes of keys and values written to spill files. */
    public long spilledBytes() {
        return spilledBytes;
    }

    private void spillArena() {
        if (arena.rows() > 0) {
            spills.add(spill(arena.sorted()));
            arena.clear();
        }
    }

    /** A row that no arena holds becomes a file of its own. */
    private void spillAlone(ByteBuffer key, ByteBuffer value) {
        Path file = newFile();
        try (RunFileWriter writer = RunFileWriter.create(file, BLOCK_BYTES)) {
            writer.put(key, value);
            finish(writer);
        }
        spills.add(file);
    }

    private Path spill(RowSource rows) {
        Path file = newFile();
        try (RunFileWriter writer = RunFileWriter.create(file, BLOCK_BYTES)) {
            while (rows.next()) {
                writer.put(rows.key(), rows.value());
                if ((writer.records() & 0xfff) == 0) {
                    checkpoint.run();
                }
            }
            finish(writer);
        }
        return file;
    }

    private void finish(RunFileWriter writer) {
        writer.finish(false);
        spilledBytes += writer.bytes();
    }

    private Path newFile() {
        files++;
        return directory.resolve("spill-" + NAMES.incrementAndGet());
    }

    /**
     * Gives all rows in order; what still is in memory is read from there. No row may be added any more. To be closed by the
     * caller.
     *
     * @throws io.inlay.engine.EngineException FULL, CORRUPT or INTERNAL
     */
    public RowSource sorted() {
        while (spills.size() >= fanIn) {
            spills = mergeOnce();
        }
        List<RowSource> sources = open(spills);
        sources.add(arena.sorted());
        return MergingSource.of(sources);
    }

    /** Merges neighbours, so that the order of equal keys stays. */
    private List<Path> mergeOnce() {
        List<Path> merged = new ArrayList<>();
        for (int from = 0; from < spills.size(); from += fanIn) {
            List<Path> group = spills.subList(from, Math.min(from + fanIn, spills.size()));
            if (group.size() == 1) {
                merged.addAll(group);
                continue;
            }
            try (RowSource rows = MergingSource.of(open(group))) {
                merged.add(spill(rows));
            }
            group.forEach(RowSorter::remove);
        }
        return merged;
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw Failures.io("removing", file, e);
        }
    }

    private static List<RowSource> open(List<Path> files) {
        List<RowSource> sources = new ArrayList<>();
        try {
            files.forEach(file -> sources.add(new SpillSource(file)));
            return sources;
        } catch (RuntimeException | Error e) {
            sources.forEach(RowSource::close);
            throw e;
        }
    }
}
