package io.inlay.engine.tck.model;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import io.inlay.engine.support.Poison;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * The file that holds a model engine's state: records, each wholly there or not at all, in the order in which they took
 * effect. For one thread at a time.
 *
 * <p>A record is a header and a payload of steps (see {@link Steps}). The header, big-endian: magic u32, payload length u64,
 * position of the first byte not known to be durable when the record was written u64, crc32c of the payload u32, crc32c of
 * the header and of the record's own position u32. The payload is written first, so a record cut by a kill has no valid
 * header. A record that does not check ends the log unless a later record says that it was durable: then it is damage.
 */
final class EntryLog implements AutoCloseable {
    static final String FILE = "model.log";

    /** An empty file that is made once there is a log, so that a lost one is not taken for one never made. */
    private static final String MADE = "model.made";

    private static final String NEW_FILE = "model.log.new";

    private final Path path;
    private RandomAccessFile file;
    private final Poison poison;
    private long generation;
    private long end;
    private long durable;

    private EntryLog(Path path, RandomAccessFile file, Poison poison, Records replayed) {
        this.path = path;
        this.file = file;
        this.poison = poison;
        this.generation = replayed.generation();
        this.end = replayed.end();
        this.durable = end;
    }

    /** What is left of a store whose log was made, and is gone, is no new store. */
    static void refuseLost(Path log) {
        if (Files.notExists(log) && Files.exists(log.resolveSibling(MADE))) {
            throw new EngineException(Kind.CORRUPT, log + " is missing");
        }
    }

    /**
     * Opens the log for writing: a torn tail is cut off and what remains made durable.
     *
     * @param directory the engine's
     * @param replayed the log as it was read
     */
    static EntryLog open(Path directory, Poison poison, Records replayed) {
        Path path = directory.resolve(FILE);
        try {
            Files.deleteIfExists(directory.resolve(NEW_FILE));
            if (Files.notExists(path)) {
                DurableFiles.createPrivateFile(path);
                DurableFiles.syncDirectory(directory);
            }
            if (Files.notExists(directory.resolve(MADE))) {
                DurableFiles.createPrivateFile(directory.resolve(MADE));
                DurableFiles.syncDirectory(directory);
            }
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            file.setLength(replayed.end());
            file.getFD().sync();
            return new EntryLog(path, file, poison, replayed);
        } catch (IOException e) {
            throw Failures.io("opening", path, e);
        }
    }

    /**
     * Appends a record.
     *
     * @param steps writes the payload; what it throws passes unchanged, and nothing is appended
     * @throws EngineException FULL or INTERNAL when nothing was appended, OUTCOME_UNKNOWN when that cannot be proven
     */
    void append(Consumer<Steps.Writer> steps) {
        long start = end;
        try {
            Steps.Writer writer = new Steps.Writer(file, start + Records.HEADER);
            steps.accept(writer);
            long length = writer.finish();
            file.seek(start);
            file.write(Records.header(generation, start, length, durable, writer.checksum()));
            end = start + Records.HEADER + length;
        } catch (IOException e) {
            throw takeBack(start, Failures.io("writing", path, e));
        } catch (RuntimeException e) {
            throw takeBack(start, e);
        }
    }

    private RuntimeException takeBack(long start, RuntimeException failure) {
        try {
            file.setLength(start);
            return failure;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return poison.outcomeUnknown("the write", failure);
        }
    }

    /**
     * Makes all records durable.
     *
     * @throws EngineException OUTCOME_UNKNOWN, and the engine is poisoned
     */
    void sync() {
        try {
            file.getFD().sync();
            durable = end;
        } catch (IOException e) {
            throw poison.outcomeUnknown("making the log durable", e);
        }
    }

    long length() {
        return end;
    }

    /**
     * Puts one record in the place of all.
     *
     * @param steps writes what the old records amount to
     */
    void rewrite(Consumer<Steps.Writer> steps) {
        Path fresh = path.resolveSibling(NEW_FILE);
        long next = Records.newGeneration();
        long length;
        try {
            length = create(fresh, next, steps);
        } catch (IOException e) {
            throw Failures.io("rewriting", path, e);
        }
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(path.resolveSibling("."));
            RandomAccessFile old = file;
            file = new RandomAccessFile(path.toFile(), "rw");
            old.close();
            generation = next;
            end = length;
            durable = length;
        } catch (IOException e) {
            throw poison.outcomeUnknown("rewriting the log", e);
        }
    }

    /** Writes a durable log of one record and returns its length; without success there is no file. */
    static long create(Path path, long generation, Consumer<Steps.Writer> steps) throws IOException {
        DurableFiles.createPrivateFile(path);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            Steps.Writer writer = new Steps.Writer(file, Records.HEADER);
            steps.accept(writer);
            long length = writer.finish();
            file.seek(0);
            file.write(Records.header(generation, 0, length, 0, writer.checksum()));
            file.getFD().sync();
            return Records.HEADER + length;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new EngineException(Kind.INTERNAL, "closing " + path, e);
        }
    }
}
