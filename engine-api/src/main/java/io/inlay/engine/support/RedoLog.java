package io.inlay.engine.support;

import io.inlay.engine.Batch;
import io.inlay.engine.EngineException;
import io.inlay.engine.ReplaceResult;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes replacements of any size atomic and durable on a backend that has nothing but small atomic batches and views that stay
 * as they were. For one thread at a time: the engine's writers wait while it works.
 *
 * <p><b>How.</b> The finished runs, durable already, are moved out of the replacement's area into a directory of the log. A
 * record that names ranges and runs is written beside them, made durable and renamed into place, and the directory is made
 * durable: that is the commit. Then the record is applied in batches of at most about 1 MiB, the backend is made durable,
 * the record is removed durably, and the runs after it. An open that finds a record applies it before anybody reads. Applying
 * it again to what an interrupted application left gives the same state, so it may be killed any number of times.
 *
 * <p><b>What that keeps of the contract, and what the engine adds.</b>
 * <ul>
 *   <li>R20, one order, no part seen: readers stay on the state that was published before, which the engine replaces after
 *       {@link #commit} returned. The engine lets no other write in between (one lock around both): a record that is applied
 *       again must find nothing newer than itself.
 *   <li>R21, a prefix after a power loss: {@link Target#makeDurable} is called before the record is written, so that a commit
 *       overtakes no relaxed write; and the record's removal is durable before {@link #commit} returns, so that it is not
 *       applied again over what is written next.
 *   <li>R31 and R32, atomic and durable: the rename of the record, once the directory is durable.
 *   <li>R35, no trace: a failure before the rename removes what was moved; what a killed process left without a record
 *       goes at the next writable {@link #open}.
 *   <li>R36: a failure before the rename means that nothing happened. One after it poisons the engine and is OUTCOME_UNKNOWN:
 *       readers keep the old state, nothing is written any more, and the next open finishes the commit. To make this rare,
 *       a commit is refused with FULL where the file system has less room than its runs take. A close waits for a
 *       commit that has its record.
 *   <li>R37: one batch of the heap, and per range a reader's block.
 *   <li>R39: readers wait for nothing; writers wait for the whole commit, which the result tells.
 *   <li>R43, read-only after a kill: {@link #committed} shows the committed state by laying the runs over what is stored,
 *       without changing anything. Gets in replaced ranges then read several blocks of a run.
 *   <li>R45: record and runs bear checksums. A damaged or missing one is CORRUPT, and the directory stays closed: without it
 *       the state is a part.
 *   <li>R46: the directory is private, names in it are random, and clean-up touches only names of its own pattern.
 * </ul>
 */
public final class RedoLog {
    /** Name of the log's directory inside the engine's directory. */
    public static final String DIRECTORY = "redo";

    private static final String RECORD = "commit";
    private static final Pattern LEFTOVER = Pattern.compile("run-[0-9a-f]{32}|commit\\.tmp");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The backend as the log needs it. Called by the thread that commits or opens. */
    public interface Target {
        /** Holds the state with all that was written, published or not; the log releases it. */
        PinnedView pinWritten();

        /**
         * Applies a batch wholly or not at all, after all that was written before. It need not be durable. The batch is used
         * again afterwards.
         *
         * @param part whether it is a part of a commit, which ends with {@link #makeDurable}; such a batch deletes no ranges. A
         *     backend that may fall back to an older state when its newest one is damaged remembers this with the batch, and is
         *     CORRUPT when it is opened in the middle of a commit that is not {@link RedoLog#isPending pending}
         * @throws IOException when it is unknown whether it was applied
         */
        void write(Batch batch, boolean part) throws IOException;

        /**
         * Makes all that was written durable. It is a whole state.
         *
         * @throws IOException when that is unknown
         */
        void makeDurable() throws IOException;
    }

    private final Path directory;
    private final Poison poison;
    private @Nullable RedoRecord pending;

    private RedoLog(Path directory, Poison poison, @Nullable RedoRecord pending) {
        this.directory = directory;
        this.poison = poison;
        this.pending = pending;
    }

    /**
     * Opens the log of a writable engine, makes its directory where absent, and removes what belongs to no commit.
     * {@link #finish} comes next.
     *
     * @param engineDirectory the engine's directory, held by its {@link DirectoryLease}
     * @throws EngineException CORRUPT when an unfinished commit is damaged; FULL; INTERNAL
     */
    public static RedoLog open(Path engineDirectory, Poison poison) {
        Path directory = engineDirectory.resolve(DIRECTORY);
        try {
            if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
                DurableFiles.createPrivateDirectory(directory);
            }
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw Failures.invalid(directory + " is not a directory of the engine's own; remove it");
            }
            RedoRecord pending = readIfPresent(directory);
            removeLeftovers(directory, pending);
            return new RedoLog(directory, poison, pending);
        } catch (IOException e) {
            throw Failures.io("opening", directory, e);
        }
    }

    /** Whether a killed process left a commit in an engine's directory that is not finished yet. */
    public static boolean isPending(Path engineDirectory) {
        return Files.exists(engineDirectory.resolve(DIRECTORY).resolve(RECORD), LinkOption.NOFOLLOW_LINKS);
    }

    private static @Nullable RedoRecord readIfPresent(Path directory) {
        Path record = directory.resolve(RECORD);
        return Files.exists(record, LinkOption.NOFOLLOW_LINKS) ? RedoRecord.read(record) : null;
    }

    private static void removeLeftovers(Path directory, @Nullable RedoRecord pending) throws IOException {
        Set<String> needed = new HashSet<>();
        if (pending != null) {
            pending.steps().forEach(step -> needed.add(String.valueOf(step.run())));
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (LEFTOVER.matcher(name).matches() && !needed.contains(name)) {
                    DurableFiles.deleteTree(entry);
                }
            }
        }
    }

    /**
     * The committed state of an engine that was opened read-only: what is stored, and over it the commit that a killed process
     * had not finished, if there is one. Changes nothing.
     *
     * @param stored the state that the backend holds, held by the returned view from now on; released where that fails
     * @throws EngineException CORRUPT when an unfinished commit is damaged
     */
    public static PinnedView committed(Path engineDirectory, PinnedView stored) {
        Path directory = engineDirectory.resolve(DIRECTORY);
        try {
            RedoRecord pending = readIfPresent(directory);
            return pending == null ? stored : RedoView.open(directory, pending, stored);
        } catch (RuntimeException | Error e) {
            stored.release();
            throw e;
        }
    }

    /**
     * Finishes the commit that a killed process left, if there is one. Called once after {@link #open}, before anybody reads.
     *
     * @throws EngineException FULL; INTERNAL; CORRUPT when a run is damaged. The commit is then finished by a later open
     */
    public void finish(Target target) {
        RedoRecord record = pending;
        if (record == null) {
            return;
        }
        try {
            new RedoSteps(directory, target).apply(record);
            remove(record);
            pending = null;
        } catch (IOException e) {
            throw Failures.io("finishing the commit in", directory, e);
        }
    }

    /**
     * Commits a replacement. Afterwards {@link Target#pinWritten} is the state to publish.
     *
     * @param staged all its ranges, with finished runs that are durable
     * @throws EngineException FULL or INTERNAL when nothing happened; OUTCOME_UNKNOWN, and the engine is poisoned, when the
     *     commit stands or may stand and could not be finished, or when earlier writes could not be made durable
     */
    public ReplaceResult commit(List<StagedRange<RunFileSink>> staged, Target target) {
        long start = System.nanoTime();
        poison.checkWritable();
        long bytes = staged.stream().mapToLong(StagedRange::bytes).sum();
        DurableFiles.checkRoom(directory, bytes);
        makeDurable(target);
        if (!staged.isEmpty()) {
            RedoRecord record = new RedoRecord(takeOver(staged));
            write(record);
            try {
                new RedoSteps(directory, target).apply(record);
                remove(record);
            } catch (IOException | RuntimeException | Error e) {
                throw poison.outcomeUnknown("the commit in " + directory, e);
            }
        }
        long records = staged.stream().mapToLong(StagedRange::records).sum();
        return new ReplaceResult(records, bytes, 0, Duration.ofNanos(System.nanoTime() - start));
    }

    private void makeDurable(Target target) {
        try {
            target.makeDurable();
        } catch (IOException | RuntimeException | Error e) {
            throw poison.outcomeUnknown("making durable what was written before the commit in " + directory, e);
        }
    }

    /** Moves the runs into the log's directory; all or, after a failure, none. */
    private List<RedoRecord.Step> takeOver(List<StagedRange<RunFileSink>> staged) {
        List<RedoRecord.Step> steps = new ArrayList<>();
        try {
            for (StagedRange<RunFileSink> range : staged) {
                RunFileSink sink = range.sink();
                if (sink == null) {
                    steps.add(new RedoRecord.Step(range.range(), range.mode(), null, 0));
                    continue;
                }
                String name = randomName();
                long bytes = Files.size(sink.path());
                Files.move(sink.path(), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                steps.add(new RedoRecord.Step(range.range(), range.mode(), name, bytes));
            }
            // a record that outlived a power loss must find its runs
            DurableFiles.syncDirectory(directory);
            return steps;
        } catch (IOException e) {
            removeRuns(new RedoRecord(steps));
            throw Failures.io("committing in", directory, e);
        }
    }

    private static String randomName() {
        byte[] name = new byte[16];
        RANDOM.nextBytes(name);
        return "run-" + HexFormat.of().formatHex(name);
    }

    private void write(RedoRecord record) {
        Path file = directory.resolve(RECORD);
        try {
            DurableFiles.writeAtomically(file, record.encode());
        } catch (IOException e) {
            if (Files.notExists(file)) {
                removeRuns(record);
                throw Failures.io("committing in", directory, e);
            }
            throw poison.outcomeUnknown("the commit in " + directory, e);
        }
    }

    /** Removes an applied record, durably, and then its runs. */
    private void remove(RedoRecord record) throws IOException {
        Files.delete(directory.resolve(RECORD));
        DurableFiles.syncDirectory(directory);
        removeRuns(record);
    }

    private void removeRuns(RedoRecord record) {
        for (RedoRecord.Step step : record.steps()) {
            if (step.run() != null) {
                Staging.discard(directory.resolve(step.run()));
            }
        }
    }
}
