package io.inlay.sync.sort;

import java.nio.ByteBuffer;

/**
 * Rows in ascending order of their keys, equal keys in the order in which they were added. It stands before the first row at
 * the beginning. For one thread.
 */
public interface RowSource extends AutoCloseable {
    /**
     * Moves to the next row and tells whether there is one.
     *
     * @throws io.inlay.engine.EngineException CORRUPT for a damaged or cut file; INTERNAL
     */
    boolean next();

    /** The key of the current row, position to limit; lent until the next move, not to be written to. */
    ByteBuffer key();

    /** The value of the current row, lent as the key is. */
    ByteBuffer value();

    /** Closes the files it reads, which stay. Idempotent; never throws. */
    @Override
    void close();
}
