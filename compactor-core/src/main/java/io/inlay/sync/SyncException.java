package io.inlay.sync;

import io.inlay.engine.Keys;
import org.jspecify.annotations.Nullable;

/**
 * A call on syncs that could not be done, for a reason other than a failure of the engine, which is an {@link
 * io.inlay.engine.EngineException}. The store is as it was before the call, unless the kind is INCOMPLETE.
 */
public class SyncException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why a call was refused. */
    public enum Kind {
        /** An argument or a record is wrong; the message tells what would be right. */
        INVALID,
        /** There is no such sync. */
        NOT_FOUND,
        /** There is such a sync already. */
        ALREADY_EXISTS,
        /** The sync has to be finished for this, and is not. */
        UNFINISHED,
        /** The sync has to be unfinished for this, and is finished. */
        FINISHED,
        /** Another call holds the sync; this one may succeed later. */
        BUSY,
        /** The handle's sync was taken over by another handle, or replaced. */
        STALE,
        /** A page token that this listing did not give. */
        BAD_TOKEN,
        /** A sync that must hold something holds nothing. */
        EMPTY,
        /** The caller called it off. */
        CANCELLED,
        /** It was not done by the caller's deadline. */
        TIMED_OUT,
        /** Stored rows are damaged; the message names the row. */
        CORRUPT,
        /** Some of what was asked for was done, wholly, before the failure that is the cause; the message tells what. */
        INCOMPLETE
    }

    /** Without a cause. */
    public SyncException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * With a cause, or null.
     *
     * @param message control characters in it, as paths may hold them, are {@linkplain Keys#escaped(String) escaped}
     */
    public SyncException(Kind kind, String message, @Nullable Throwable cause) {
        super(Keys.escaped(message), cause);
        this.kind = kind;
    }

    /** Why the call was refused. */
    public final Kind kind() {
        return kind;
    }
}
