package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.RunSink.Taken;
import org.jspecify.annotations.Nullable;

/**
 * A run that is what one cursor yields in one piece: noted by its bounds and count, read by the commit. For one thread at a
 * time.
 */
final class SourceSpan implements AutoCloseable {
    private static final int ENTRIES_BETWEEN_CHECKS = 1024;

    private final LmdbCursor cursor;
    private final PinnedSource source;
    private byte @Nullable [] firstKey;
    private byte[] lastKey = {};
    private long records;
    private long moves;

    private SourceSpan(LmdbCursor cursor, PinnedSource source) {
        this.cursor = cursor;
        this.source = source;
        this.moves = cursor.moves();
    }

    /**
     * An empty span that begins where a cursor stands.
     *
     * @param beforeRelease run before the source is let go of, by whoever does so; must not throw
     * @return null when the cursor's engine has no room for another view
     */
    static @Nullable SourceSpan begin(LmdbCursor cursor, Runnable beforeRelease) {
        try {
            return new SourceSpan(cursor, cursor.pin(beforeRelease));
        } catch (EngineException e) {
            if (e.kind() == Kind.RETRY) {
                return null;
            }
            throw e;
        }
    }

    /** Whether a cursor is this one's, and stands where the span ends. */
    boolean goesOnAt(LmdbCursor next) {
        return next.equals(cursor) && next.moves() == moves;
    }

    /**
     * Takes in what the cursor yields next.
     *
     * @param max most entries
     * @param room where keys may lie
     * @param checkOpen asked now and then
     */
    Taken extend(long max, KeyRange room, Runnable checkOpen) {
        Seen seen = new Seen();
        int asked = 1;
        while (asked > 0 && cursor.advance(asked, room, seen) == asked) {
            if (firstKey == null) {
                firstKey = seen.lastKey();
            }
            checkOpen.run();
            asked = (int) Math.min(ENTRIES_BETWEEN_CHECKS, max - seen.records());
        }
        moves = cursor.moves();
        records += seen.records();
        boolean ahead = seen.records() < max && cursor.isOn();
        if (seen.records() > 0) {
            lastKey = seen.lastKey();
        }
        return new Taken(seen.records(), seen.bytes(), seen.records() > 0 ? lastKey : null, ahead);
    }

    boolean isEmpty() {
        return records == 0;
    }

    long records() {
        return records;
    }

    byte[] firstKey() {
        return firstKey == null ? lastKey : firstKey;
    }

    byte[] lastKey() {
        return lastKey;
    }

    /** Reads the entries. */
    RunSource open() {
        return new SpanSource(this, source);
    }

    @Override
    public void close() {
        source.close();
    }
}
