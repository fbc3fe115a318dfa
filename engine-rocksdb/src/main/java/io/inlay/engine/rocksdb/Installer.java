package io.inlay.engine.rocksdb;

import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.Failures;
import io.inlay.engine.support.Poison;
import io.inlay.engine.support.StagedRange;
import io.inlay.engine.support.StagedRange.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Makes finished runs part of the store: as one batch where they and what they replace are small, else as files taken in by
 * one native call. Its list starts with a tombstone file for each excised range that holds something, since a later file wins
 * over an earlier one, and goes on with the data files; both parts ascend, which lets them find the deepest levels. One commit
 * at a time. Called inside the engine's gate.
 */
final class Installer {
    /** Dead entries that a look into a range passes over before the range counts as occupied. */
    private static final long MOST_SKIPPED = 10_000;

    private final RocksHandle handle;
    private final CallGate gate;
    private final WriteFence fence;
    private final Poison poison;
    private final Housekeeping housekeeping;
    private final RocksOptions options;
    private final ReentrantLock committing = new ReentrantLock();

    Installer(
            RocksHandle handle,
            CallGate gate,
            WriteFence fence,
            Poison poison,
            Housekeeping housekeeping,
            RocksOptions options) {
        this.handle = handle;
        this.gate = gate;
        this.fence = fence;
        this.poison = poison;
        this.housekeeping = housekeeping;
        this.options = options;
    }

    /**
     * Commits.
     *
     * @param staged all ranges, ascending, with finished runs
     * @param names gives each further staged file its path
     */
    ReplaceResult install(List<StagedRange<RocksSink>> staged, Supplier<Path> names) {
        poison.checkWritable();
        boolean small = isSmall(staged);
        List<StagedFile> files = small ? List.of() : stagedFiles(staged);
        committing.lock();
        try {
            gate.checkOpen();
            poison.checkWritable();
            Long held = small ? installBatch(staged) : null;
            if (held == null) {
                held = installFiles(staged, small ? stagedFiles(staged) : files, names);
            }
            long records = staged.stream().mapToLong(StagedRange::records).sum();
            long bytes = staged.stream().mapToLong(StagedRange::bytes).sum();
            long linked = sum(staged, RocksSink::linkedBytes);
            return new ReplaceResult(
                    records, bytes - linked, sum(staged, RocksSink::linkedFileBytes), Duration.ofNanos(held));
        } finally {
            committing.unlock();
        }
    }

    private static long sum(List<StagedRange<RocksSink>> staged, ToLongFunction<RocksSink> figure) {
        return staged.stream()
                .mapToLong(range -> range.sink() == null ? 0 : figure.applyAsLong(range.sink()))
                .sum();
    }

    /**
     * Makes a checkpoint between commits: RocksDB copies its log after its list of files, so the copy could else hold writes
     * from after a commit whose files it lacks.
     */
    void checkpoint(Path absent) throws RocksDBException {
        committing.lock();
        try {
            gate.checkOpen();
            handle.checkpoint(absent);
        } finally {
            committing.unlock();
        }
    }

    private boolean isSmall(List<StagedRange<RocksSink>> staged) {
        long bytes = 0;
        for (StagedRange<RocksSink> range : staged) {
            RocksSink sink = range.sink();
            if (sink != null && !sink.isSmall()) {
                return false;
            }
            bytes += range.bytes();
        }
        return bytes <= options.smallBytes();
    }

    private List<StagedFile> stagedFiles(List<StagedRange<RocksSink>> staged) {
        List<StagedFile> files = new ArrayList<>();
        for (StagedRange<RocksSink> range : staged) {
            RocksSink sink = range.sink();
            if (sink != null) {
                files.addAll(sink.staged());
            }
        }
        for (StagedFile file : files) {
            gate.checkOpen();
            file.checkWhole();
            if (options.verifyStaged()) {
                StagedFile.checkContent(file.path());
            }
        }
        return files;
    }

    private static List<KeyRange> ranges(List<StagedRange<RocksSink>> staged) {
        return staged.stream().map(StagedRange::range).toList();
    }

    /** Returns how long writers of the ranges were held, in nanoseconds, or null where the ranges hold too much for a batch. */
    private @Nullable Long installBatch(List<StagedRange<RocksSink>> staged) {
        long start = System.nanoTime();
        fence.raise(ranges(staged), false);
        try {
            BatchEncoder batch = SmallCommit.encode(handle, staged);
            if (batch == null) {
                return null;
            }
            if (batch.count() > 0) {
                handle.write(batch, true);
            } else {
                handle.syncLog();
            }
        } catch (RocksDBException e) {
            String doing = "a replacement in " + handle.directory();
            throw ErrorMap.namesDataFile(e) ? ErrorMap.map(doing, e) : poison.outcomeUnknown(doing, e);
        } finally {
            fence.lower();
        }
        return System.nanoTime() - start;
    }

    private long installFiles(List<StagedRange<RocksSink>> staged, List<StagedFile> files, Supplier<Path> names) {
        List<KeyRange> ranges = ranges(staged);
        flushIfHeld(ranges);
        housekeeping.beforeReplace(
                ranges, staged.stream().mapToLong(StagedRange::bytes).sum());
        gate.checkOpen();
        long start = System.nanoTime();
        fence.raise(ranges, true);
        try {
            syncLog();
            List<Path> ingested = tombstones(staged, names);
            files.forEach(file -> ingested.add(file.path()));
            if (!ingested.isEmpty()) {
                flushIfHeld(ranges);
                try (Housekeeping.Pause pause = housekeeping.beforeIngest(ranges)) {
                    ingest(ingested);
                }
            }
        } finally {
            fence.lower();
        }
        long held = System.nanoTime() - start;
        housekeeping.replaced(ranges);
        return held;
    }

    /** What memory holds of the ranges goes into a file first, since a file can only be taken in over files. */
    private void flushIfHeld(List<KeyRange> ranges) {
        try {
            if (handle.memtable().holds(ranges)) {
                handle.memtable().flush();
            }
        } catch (RocksDBException e) {
            throw ErrorMap.map("writing " + handle.directory(), e);
        }
    }

    private void syncLog() {
        try {
            handle.syncLog();
        } catch (RocksDBException e) {
            throw poison.outcomeUnknown("a sync before a replacement in " + handle.directory(), e);
        }
    }

    private List<Path> tombstones(List<StagedRange<RocksSink>> staged, Supplier<Path> names) {
        List<Path> files = new ArrayList<>();
        for (StagedRange<RocksSink> range : staged) {
            byte[] end = range.mode() == Mode.OVERLAY ? null : occupiedUntil(range.range());
            if (end != null) {
                Path file = names.get();
                try {
                    TombstoneFile.write(file, KeyBounds.clip(range.range().from()), end);
                } catch (IOException e) {
                    throw Failures.io("staging", file, e);
                }
                files.add(file);
            }
        }
        return files;
    }

    /**
     * The end of a tombstone over a range, or null where nothing is in the range: a tombstone over nothing would never be
     * dropped again. It is the successor of the last key: compactions take the end for a key of the file, and would write a
     * neighbour again that begins where the range ends.
     */
    private byte @Nullable [] occupiedUntil(KeyRange range) {
        try (RangeIterator first = handle.probe(range, Direction.FORWARD, MOST_SKIPPED)) {
            if (!first.toFirst()) {
                return null;
            }
            return afterLast(range);
        } catch (RocksDBException e) {
            if (ErrorMap.isGivenUp(e)) {
                return KeyBounds.end(range);
            }
            throw ErrorMap.map("reading " + handle.directory(), e);
        }
    }

    private byte[] afterLast(KeyRange range) throws RocksDBException {
        try (RangeIterator last = handle.probe(range, Direction.BACKWARD, MOST_SKIPPED)) {
            return last.toLast() ? Keys.successor(last.key()) : KeyBounds.end(range);
        }
    }

    /**
     * Takes files in. RocksDB refuses while memory holds something of them, or of the key after a range, whose writers go on;
     * a flush settles that, the second time with all writers held for what has come since.
     */
    private void ingest(List<Path> files) {
        try {
            try {
                handle.ingests().ingest(files, false);
            } catch (RocksDBException e) {
                if (!ErrorMap.isRefusal(e)) {
                    throw e;
                }
                handle.memtable().flush();
                handle.ingests().ingest(files, true);
            }
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /**
     * Nothing has happened where the failure came before the manifest was written: it names a data file, or RocksDB, which
     * refuses every write after its manifest could not be written, still takes one.
     */
    private EngineException failed(RocksDBException e) {
        String doing = "a replacement in " + handle.directory();
        boolean harmless = ErrorMap.namesDataFile(e) || handle.takesWrites();
        return harmless ? ErrorMap.map(doing, e) : poison.outcomeUnknown(doing, e);
    }
}
