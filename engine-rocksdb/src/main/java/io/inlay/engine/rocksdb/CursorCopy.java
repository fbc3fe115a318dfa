package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.support.RunSink.Taken;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way of a cursor through entries that are put into a run. It ends on an entry that does not belong there: one outside of the
 * room, or not after the one before. For one thread.
 */
final class CursorCopy {
    private static final int ENTRIES_BETWEEN_CHECKS = 1024;

    private final RocksCursor rest;
    private final byte @Nullable [] until;
    private final RocksSink sink;
    private long records;
    private long bytes;
    /** The last key, and its length; before the first one where the room begins. */
    private byte[] last;

    private int lastLength;
    private @Nullable RuntimeException failure;

    /**
     * Makes a way that has not begun.
     *
     * @param room where keys may lie
     */
    CursorCopy(RocksCursor rest, KeyRange room, RocksSink sink) {
        this.rest = rest;
        this.last = room.from();
        this.lastLength = last.length;
        this.until = rest.endsBefore(room.until()) ? null : room.until();
        this.sink = sink;
    }

    /**
     * Puts what the cursor yields next.
     *
     * @param max most entries
     * @param checkOpen asked now and then
     */
    Taken take(long max, Runnable checkOpen) {
        int asked;
        do {
            checkOpen.run();
            asked = (int) Math.min(ENTRIES_BETWEEN_CHECKS, max - records);
        } while (asked > 0 && rest.give(asked, this::put) == asked);
        if (failure != null) {
            throw failure;
        }
        return new Taken(
                records, bytes, records == 0 ? null : Arrays.copyOf(last, lastLength), records < max && rest.isOn());
    }

    private boolean put(byte[] key, int keyLength, byte[] value, int valueLength) {
        int order = Arrays.compareUnsigned(key, 0, keyLength, last, 0, lastLength);
        if (order < 0
                || (order == 0 && records > 0)
                || (until != null && Arrays.compareUnsigned(key, 0, keyLength, until, 0, until.length) >= 0)) {
            return false;
        }
        try {
            sink.put(key, keyLength, value, valueLength);
        } catch (RuntimeException e) { // of the run, not of the cursor
            failure = e;
            return false;
        }
        if (records == 0 || last.length < keyLength) {
            last = new byte[Math.max(keyLength, 256)];
        }
        System.arraycopy(key, 0, last, 0, keyLength);
        lastLength = keyLength;
        records++;
        bytes += (long) keyLength + valueLength;
        return true;
    }
}
