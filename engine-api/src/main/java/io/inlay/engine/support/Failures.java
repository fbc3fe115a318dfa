package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Builds the exceptions that engines throw, so that one cause has one kind everywhere. */
public final class Failures {
    /** What systems say of a disk, a quota, or a file that takes no more bytes. */
    private static final List<String> FULL =
            List.of("no space left", "quota exceeded", "not enough space", "file too large");

    private Failures() {}

    public static EngineException invalid(String message) {
        return new EngineException(Kind.INVALID, message);
    }

    public static EngineException closed(String what) {
        return new EngineException(Kind.CLOSED, what + " is closed");
    }

    /** A failed file operation: FULL without space or past the longest file allowed, READ_ONLY without permission, else INTERNAL. */
    public static EngineException io(String doing, Path path, IOException cause) {
        return new EngineException(kind(cause), doing + " " + path + ": " + reason(cause), cause);
    }

    private static Kind kind(IOException cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (FULL.stream().anyMatch(text::contains)) {
            return Kind.FULL;
        }
        boolean refused = cause instanceof AccessDeniedException
                || text.contains("read-only file system")
                || text.contains("permission denied")
                || text.contains("operation not permitted");
        return refused ? Kind.READ_ONLY : Kind.INTERNAL;
    }

    private static String reason(IOException cause) {
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + " " + cause.getMessage();
    }
}
