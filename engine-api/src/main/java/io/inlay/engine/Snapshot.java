package io.inlay.engine;

/**
 * A reader pinned to the state an engine had when the snapshot was taken, whatever is written or replaced later. Its
 * cursors are closed with it. An open snapshot keeps replaced data on disk.
 */
public interface Snapshot extends Reader, AutoCloseable {
    /** Releases the state. Idempotent; never throws. */
    @Override
    void close();
}
