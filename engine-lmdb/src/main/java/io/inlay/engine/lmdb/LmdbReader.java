package io.inlay.engine.lmdb;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.Views;
import org.jspecify.annotations.Nullable;

/** What engines and snapshots do alike with a version that they hold. */
final class LmdbReader {
    private LmdbReader() {}

    static byte @Nullable [] get(Version version, byte[] key) {
        if (key.length > LmdbEngine.MAX_KEY_BYTES) {
            return null;
        }
        try {
            return version.get(key);
        } catch (InternalError e) {
            throw unreadable(version, e);
        }
    }

    /** The system could not read a page of the mapped file: it was cut or lies on a failing disk. */
    static RuntimeException unreadable(Version version, InternalError e) {
        RuntimeException corrupt = LmdbFailures.corrupt(version.file().path(), "a page cannot be read");
        corrupt.initCause(e);
        return corrupt;
    }

    /**
     * Opens a cursor.
     *
     * @param source what is read
     * @param views the open views of the reader, to which the cursor is added
     * @param release called once when the cursor is closed, also when it is refused
     */
    static Cursor cursor(HeldSource source, KeyRange range, Direction direction, Views views, Runnable release) {
        AbstractCursor cursor;
        try {
            cursor = new LmdbCursor(source, range, direction, views, release);
        } catch (RuntimeException | Error e) {
            release.run();
            throw e;
        }
        try {
            views.add(cursor);
            return cursor;
        } catch (RuntimeException | Error e) {
            cursor.close();
            throw e;
        }
    }
}
