package io.inlay.sync.bulk;

/** What a long call is at. Phases come in this order; a call may leave some out. */
public enum Phase {
    /** Waiting for the sync and checking what is there. Nothing was written yet. */
    CHECK,
    /** Reading records and comparing them. Nothing is written. */
    COMPARE,
    /** Taking records from the caller. */
    COLLECT,
    /** Writing runs that nobody sees. */
    STAGE,
    /** The one step in which everything takes effect. It is not cancelled any more. */
    COMMIT
}
