package io.inlay.engine.tck;

/** A step of a writing process that {@link KillRules} kills there; a process that {@link #waits} stands still at it. */
enum KillStep {
    /** Within opening, which may be repairing what the kill before left. */
    OPENING(false),
    /** Within the filling of runs. */
    STAGING(false),
    /** All runs are finished. */
    STAGED(true),
    /** Commit is the next call. */
    BEFORE_COMMIT(true),
    /** Within commit. */
    COMMITTING(false),
    /** Commit has returned, the replacement is not closed. */
    AFTER_COMMIT(true),
    /** Between many small replacements and writes. */
    WRITING(false),
    /** After many replacements, while the engine works in the background or, where it can be asked to, reclaims space. */
    HOUSEKEEPING(false),
    /** Within close, called right after replacements and writes. */
    CLOSING(false);

    private final boolean waits;

    KillStep(boolean waits) {
        this.waits = waits;
    }

    boolean waits() {
        return waits;
    }
}
