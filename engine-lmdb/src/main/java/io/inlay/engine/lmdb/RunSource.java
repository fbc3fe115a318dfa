package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A staged run, read once in order. For one thread. */
interface RunSource extends AutoCloseable {
    /** Moves to the next record; false after the last one. */
    boolean next();

    boolean isDelete();

    /** The current key, position to limit; valid until the next move. */
    ByteBuffer key();

    /** The current value, as {@link #key}; empty for a delete. */
    ByteBuffer value();

    /** What is read, for messages. */
    Path path();

    @Override
    void close();
}
