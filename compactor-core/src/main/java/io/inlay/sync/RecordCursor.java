package io.inlay.sync;

/**
 * A position in the records of a listing. A cursor that fails throws, and throws the same failure at every later call: a
 * false from {@link #next} always means the end. For one thread at a time.
 *
 * @param <M> the kind of record
 */
public interface RecordCursor<M> extends AutoCloseable {
    /**
     * Moves to the next record and tells whether there is one.
     *
     * @throws SyncException CORRUPT when the next record is damaged
     * @throws io.inlay.engine.EngineException as {@link io.inlay.engine.Cursor#next}
     */
    boolean next();

    /**
     * The current record. It is immutable and stays valid.
     *
     * @throws IllegalStateException without a current record
     */
    M record();

    /** Releases the cursor. Idempotent; never throws. */
    @Override
    void close();
}
