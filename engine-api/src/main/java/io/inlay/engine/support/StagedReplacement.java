package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.StagedRange.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The rules every replacement follows: disjoint ranges, ascending runs, finished before commit, spent after it, no trace of an
 * abandoned one. An engine adds where runs are staged and how they take effect.
 *
 * @param <S> the engine's kind of sink
 */
public abstract class StagedReplacement<S extends RunSink> implements Replacement {
    private enum State {
        OPEN,
        COMMITTING,
        SPENT,
        CLOSED
    }

    private final Limits limits;
    private final Views replacements;
    private final Path area;
    private final Path scratch;
    private final List<CheckedRunWriter<S>> runs = new ArrayList<>();
    private final List<KeyRange> ranges = new ArrayList<>();
    private final List<StagedRange<S>> emptied = new ArrayList<>();
    private int opening;
    private volatile State state = State.OPEN;
    private @Nullable Throwable failure;

    /**
     * Makes an open replacement.
     *
     * @param limits the engine's
     * @param replacements the engine's open replacements, to which it has added or will add this one
     * @param area a new area of the engine's {@link Staging}, which this replacement owns from now on
     */
    protected StagedReplacement(Limits limits, Views replacements, Path area) {
        this.limits = limits;
        this.replacements = replacements;
        this.area = area;
        this.scratch = area.resolve("scratch");
    }

    /** Opens the place where a run is staged. Called from several threads at once. */
    protected abstract S openSink(KeyRange range, Mode mode);

    /** Throws CLOSED once the engine was closed; asked before every step. */
    protected abstract void checkEngineOpen();

    /**
     * Makes the runs take effect in one atomic, durable step.
     *
     * @param staged all ranges that can hold a key, ascending
     */
    protected abstract ReplaceResult apply(List<StagedRange<S>> staged);

    /** The directory in which sinks put their files. */
    protected final Path area() {
        return area;
    }

    @Override
    public final RunWriter excise(KeyRange range) {
        return openRun(range, Mode.EXCISE);
    }

    @Override
    public final RunWriter overlay(KeyRange range) {
        return openRun(range, Mode.OVERLAY);
    }

    private RunWriter openRun(KeyRange range, Mode mode) {
        try {
            synchronized (this) {
                claim(range);
                opening++;
            }
            CheckedRunWriter<S> run;
            try {
                run = new CheckedRunWriter<>(this, range, mode, openSink(range, mode), limits);
            } catch (RuntimeException | Error e) {
                opened(null);
                throw e;
            }
            if (!opened(run)) {
                run.close();
                throw Failures.closed("replacement");
            }
            return run;
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /** Takes in a run, or notes that it could not be opened; false when the replacement was closed meanwhile. */
    private synchronized boolean opened(@Nullable CheckedRunWriter<S> run) {
        opening--;
        notifyAll();
        if (run != null) {
            runs.add(run);
        }
        return state == State.OPEN;
    }

    @Override
    public final synchronized void empty(KeyRange range) {
        try {
            claim(range);
            emptied.add(new StagedRange<>(range, Mode.EMPTY, null, 0, 0));
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    private synchronized void claim(KeyRange range) {
        checkUsable();
        for (KeyRange other : ranges) {
            if (range.overlaps(other)) {
                throw Failures.invalid("ranges of one replacement overlap: " + other + " and " + range);
            }
        }
        ranges.add(range);
    }

    private void checkUsable() {
        checkOpen();
        if (state != State.OPEN) {
            throw Failures.invalid("the replacement was already committed");
        }
    }

    /** Throws CLOSED once the engine or the replacement was closed. */
    final void checkOpen() {
        checkEngineOpen();
        if (state == State.CLOSED) {
            throw Failures.closed("replacement");
        }
    }

    @Override
    public final synchronized Path scratch() {
        checkUsable();
        try {
            if (Files.notExists(scratch)) {
                DurableFiles.createPrivateDirectory(scratch);
            }
            return scratch;
        } catch (IOException e) {
            throw Failures.io("creating", scratch, e);
        }
    }

    /** Remembers the first failure of a run, or of a commit; with one the replacement cannot be committed. */
    final synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    @Override
    public final ReplaceResult commit() {
        List<StagedRange<S>> staged;
        try {
            staged = startCommit();
        } catch (EngineException e) {
            fail(e);
            throw e;
        }
        try {
            return FlightRecorder.isInitialized() ? recorded(staged) : apply(staged);
        } finally {
            synchronized (this) {
                state = State.SPENT;
                notifyAll();
            }
            finishClose();
        }
    }

    /** Applies and records it. Not without a flight recorder: the first event would start its machinery, at some cost. */
    private ReplaceResult recorded(List<StagedRange<S>> staged) {
        ReplaceEvent event = new ReplaceEvent();
        event.begin();
        try {
            ReplaceResult result = apply(staged);
            event.fill(staged.size(), result);
            return result;
        } finally {
            event.commit();
        }
    }

    private synchronized List<StagedRange<S>> startCommit() {
        checkUsable();
        if (failure != null) {
            throw new EngineException(
                    Kind.INVALID, "the replacement cannot be committed any more: " + failure.getMessage(), failure);
        }
        if (opening > 0) {
            throw Failures.invalid("a run of the replacement is just being opened");
        }
        List<StagedRange<S>> staged = new ArrayList<>(emptied);
        for (CheckedRunWriter<S> run : runs) {
            staged.add(run.staged());
        }
        staged.removeIf(range -> range.range().isEmpty());
        staged.sort(Comparator.comparing(range -> range.range().from(), Keys::compare));
        state = State.COMMITTING;
        return staged;
    }

    @Override
    public final void close() {
        synchronized (this) {
            if (state == State.SPENT || state == State.CLOSED) {
                return;
            }
            if (state == State.COMMITTING) {
                await(() -> state != State.COMMITTING);
                return;
            }
            state = State.CLOSED;
            await(() -> opening == 0);
        }
        finishClose();
    }

    /**
     * Waits for other threads: closing lets a commit end, which then cleans up, and the opening of runs, which put files into
     * the area that closing removes. Called with the monitor held.
     */
    private void await(BooleanSupplier condition) {
        boolean interrupted = false;
        while (!condition.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void finishClose() {
        List<CheckedRunWriter<S>> open;
        synchronized (this) {
            open = List.copyOf(runs);
        }
        try {
            for (CheckedRunWriter<S> run : open) {
                run.dispose();
            }
            Staging.discard(area);
        } finally {
            replacements.remove(this);
        }
    }
}
