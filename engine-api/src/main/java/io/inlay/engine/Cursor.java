package io.inlay.engine;

import java.nio.ByteBuffer;

/**
 * A position in the entries of one range. For one thread at a time; it may be handed on. A cursor that fails throws, and
 * throws the same failure at every later call: a false from {@link #next} always means the end of the range.
 */
public interface Cursor extends AutoCloseable {
    /** The order in which {@link #next} moves. */
    Direction direction();

    /**
     * Moves to the next entry and tells whether there is one. After false it stays false until a {@link #seek}.
     *
     * @throws EngineException CLOSED, CORRUPT or INTERNAL
     */
    boolean next();

    /**
     * Stands on the first entry at or after the key (BACKWARD: the last at or before it), clamped to the range, and tells
     * whether there is one. {@link #next} then goes past it.
     *
     * @param key of any length
     * @throws EngineException CLOSED, CORRUPT or INTERNAL
     */
    boolean seek(byte[] key);

    /**
     * The key of the current entry: position to limit of a read-only buffer without an accessible array, big-endian. Each
     * cursor lends one such buffer; it is valid until the next move or close of this cursor or the close of its engine. Read
     * later it gives unspecified bytes, never a crash.
     *
     * @throws EngineException INVALID without a current entry; CLOSED
     */
    ByteBuffer key();

    /** The value of the current entry, lent as {@link #key} is. */
    ByteBuffer value();

    /** Releases the cursor. Idempotent; never throws. */
    @Override
    void close();
}
