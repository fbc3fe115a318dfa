package io.inlay.engine.support;

import io.inlay.engine.Cursor;
import io.inlay.engine.KeyRange;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine stages one run of a {@link StagedReplacement}. It is given keys that were already checked: ascending, in
 * range, within limits. For one thread at a time.
 */
public interface RunSink {
    /** Takes an entry; the buffers are copied and keep their positions. */
    void put(ByteBuffer key, ByteBuffer value);

    /** Takes a delete; only for overlay runs. */
    void delete(ByteBuffer key);

    /**
     * Takes what a cursor yields next in a way of the engine's own, without its entries being put one by one: an engine that
     * recognises a cursor of its own kind may take over whole files, or note what to read at commit. What it does not take is
     * put afterwards, as far as the caller asked for it.
     *
     * @param rest a FORWARD cursor; the entry it stands on beforehand is not taken
     * @param max about how many entries to take at the most
     * @param room where keys may lie: above the run's last key, within its range. None outside of it is taken
     * @param checkOpen throws once the replacement is closed; asked now and then
     * @return what was taken; null for nothing, with the cursor where it was
     */
    default @Nullable Taken take(Cursor rest, long max, KeyRange room, Runnable checkOpen) {
        return null;
    }

    /**
     * What a sink took over.
     *
     * @param records entries, about as many as were asked for at the most
     * @param bytes bytes of their keys and values
     * @param lastKey the last one's key; null without one
     * @param isAhead whether the cursor now stands on an entry that comes next and was not taken
     */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
    record Taken(long records, long bytes, byte @Nullable [] lastKey, boolean isAhead) {}

    /** Completes the run; nothing comes after it. */
    void finish();

    /** Releases what the run holds, finished or not; called once, when its replacement is over or the run abandoned. Must not throw. */
    void close();
}
