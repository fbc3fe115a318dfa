package io.inlay.engine;

import java.nio.file.Path;

/**
 * Whole key ranges of a live store on their way to become exactly what given runs hold, in one atomic and durable step.
 * The ranges of one replacement are pairwise disjoint; adjacent ones are legal. Ranges are replaced as they stand at
 * {@link #commit}: what was written to them after {@link Engine#begin} is replaced too.
 *
 * <p>Several threads may open and fill runs of one replacement. After any exception from opening, filling or finishing a
 * run the replacement cannot be committed. A replacement is spent after {@link #commit}, whether it returned or threw.
 */
public interface Replacement extends AutoCloseable {
    /**
     * Opens the run that the range will hold exactly.
     *
     * @throws EngineException INVALID when the range overlaps another one of this replacement; CLOSED; FULL
     */
    RunWriter excise(KeyRange range);

    /**
     * Opens a run whose puts and deletes are laid over what the range holds.
     *
     * @throws EngineException as {@link #excise}
     */
    RunWriter overlay(KeyRange range);

    /**
     * The range will hold nothing.
     *
     * @throws EngineException as {@link #excise}
     */
    void empty(KeyRange range);

    /** A private directory on the engine's file system for the caller's spill files, gone with the replacement. */
    Path scratch();

    /**
     * Makes all ranges hold what their runs say: at once for every reader, wholly or not at all across a crash at any
     * instant, durable on return. Readers never wait for it.
     *
     * @throws EngineException INVALID with an unfinished run, after a failed one, or when spent; FULL; CLOSED; RETRY;
     *     OUTCOME_UNKNOWN when it cannot be proven that nothing happened: reopening the engine decides, and never shows a part.
     *     Any other kind means that nothing happened or ever will
     */
    ReplaceResult commit();

    /** Without a commit: drops what was staged and leaves no trace. Idempotent; never throws. */
    @Override
    void close();
}
