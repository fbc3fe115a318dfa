package io.inlay.engine;

import org.jspecify.annotations.Nullable;

/**
 * One state of an ordered byte store. Keys ascend in unsigned lexicographic order; a key sorts before its extensions.
 * Safe for many threads at once.
 */
public interface Reader {
    /**
     * Returns a copy of the value of a key, or null where the key is absent. An empty value is not absence.
     *
     * @param key of any length; a key longer than the engine's limit is absent
     * @throws EngineException CLOSED, CORRUPT or INTERNAL
     */
    byte @Nullable [] get(byte[] key);

    /**
     * Opens a cursor over the entries of a range, standing before its first entry in the given direction. It sees this
     * reader's state: an engine's as of this call, a snapshot's as of {@link Engine#snapshot}.
     *
     * @throws EngineException CLOSED; RETRY when {@link Limits#maxOpenViews} are open
     */
    Cursor cursor(KeyRange range, Direction direction, Access access);
}
