package io.inlay.engine;

import java.nio.ByteBuffer;

/**
 * A run of one range being written: keys, added and deleted together, ascend strictly and lie in the range. For one thread
 * at a time; runs of one replacement may be written by different threads at once. Buffers are read from position to limit,
 * are copied, and keep their position.
 */
public interface RunWriter extends AutoCloseable {
    /**
     * Adds an entry.
     *
     * @throws EngineException INVALID for a key out of order, out of the range or over the limit, or a value over the limit;
     *     FULL; CLOSED
     */
    void add(ByteBuffer key, ByteBuffer value);

    /**
     * Deletes a key; a key absent from the range is legal.
     *
     * @throws EngineException INVALID when the run is not an overlay, and as {@link #add}
     */
    void delete(ByteBuffer key);

    /**
     * Adds what {@link Cursor#next} yields, about {@code max} entries at the most; the entry on which the cursor stands
     * beforehand is not added. The cursor's own exceptions pass unchanged.
     *
     * @param rest a FORWARD cursor of any engine; afterwards its position is unspecified but for this: a further call goes on
     *     where this one ended
     * @param max about how many at the most; an engine that takes over whole files may go beyond it by one file, which costs
     *     little whatever it holds
     * @return the number of entries added; fewer than {@code max} means that the cursor is at its end
     * @throws EngineException INVALID for a cursor that is not FORWARD, and as {@link #add}
     */
    long addAll(Cursor rest, long max);

    /** Bytes of keys and values taken so far, those of whole files taken over included. Never throws. */
    long bytes();

    /**
     * Completes the run. Without it the replacement cannot be committed.
     *
     * @throws EngineException FULL; CLOSED; INVALID when already finished
     */
    void finish();

    /** Before {@link #finish}: abandons the run, and with it the replacement. Afterwards: nothing. Never throws. */
    @Override
    void close();
}
