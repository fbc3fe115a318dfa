package io.inlay.engine;

import org.jspecify.annotations.Nullable;

/** The one exception of engines. Its kind tells the caller what to do. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why a call failed. Every kind but {@link #OUTCOME_UNKNOWN} means that the call changed nothing. */
    public enum Kind {
        /** The call was wrong; nothing happened. */
        INVALID,
        /** The engine, view or replacement is closed. */
        CLOSED,
        /** The engine was opened read-only, the file system is, or the process lacks the permission. */
        READ_ONLY,
        /** Another engine holds the directory. */
        LOCKED,
        /** The directory is not one that this engine and version can open. */
        INCOMPATIBLE,
        /** Stored data is damaged; the message names the file. */
        CORRUPT,
        /** No space is left on the disk, in a file as long as the system allows, or in the engine's map. */
        FULL,
        /** Nothing happened; the same call may succeed later. */
        RETRY,
        /** The call took effect or did not; opening the engine anew decides. */
        OUTCOME_UNKNOWN,
        /** A failure of the engine or the system beneath it. */
        INTERNAL
    }

    /** Without a cause. */
    public EngineException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * With a cause, or null.
     *
     * @param message control characters in it, as paths may hold them, are {@linkplain Keys#escaped(String) escaped}
     */
    public EngineException(Kind kind, String message, @Nullable Throwable cause) {
        super(Keys.escaped(message), cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
