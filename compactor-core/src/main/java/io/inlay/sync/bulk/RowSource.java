package io.inlay.sync.bulk;

import java.nio.ByteBuffer;

/** Rows in ascending order of their keys, equal keys in the order in which they were added. For one thread. */
interface RowSource extends AutoCloseable {
    /** Moves to the next row and tells whether there is one. */
    boolean next();

    /** The key of the current row, position to limit; lent until the next move, not to be written to. */
    ByteBuffer key();

    /** The value of the current row, lent as the key is. */
    ByteBuffer value();

    @Override
    void close();
}
