package io.inlay.cli;

import io.inlay.cli.access.AccessDataException;
import io.inlay.cli.store.UsageException;
import io.inlay.engine.EngineException;
import io.inlay.sync.SyncException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine.Model.CommandSpec;

/** Turns a failure into one line for a person. */
final class Problems {
    private static final long MIB = 1 << 20;

    private Problems() {}

    /**
     * The line for a failure of a command.
     *
     * @param command whose options may be a way out
     */
    static String line(Throwable e, CommandSpec command) {
        if (e instanceof HalfDoneException half) {
            return line(half.failure(), command) + "; imported before that: " + half.getMessage();
        }
        if (e instanceof SyncException sync) {
            return e.getMessage() + wayOut(sync.kind(), command);
        }
        return line(e);
    }

    private static String line(Throwable e) {
        if (e instanceof EngineException
                || e instanceof UsageException
                || e instanceof NothingToDoException
                || e instanceof AccessDataException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof UncheckedIOException && e.getCause() instanceof FileSystemException cause) {
            return line(cause);
        }
        if (e instanceof FileSystemException file) {
            return file.getFile() + ": " + reason(file);
        }
        if (e instanceof UncheckedIOException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof OutOfMemoryError) {
            return "out of memory with a heap of " + Runtime.getRuntime().maxMemory() / MIB
                    + " MiB; INLAY_OPTS=-Xmx512m gives more";
        }
        return "unexpected " + e.getClass().getSimpleName() + ": " + e.getMessage() + " (--debug tells where)";
    }

    private static String wayOut(SyncException.Kind kind, CommandSpec command) {
        if (kind == SyncException.Kind.ALREADY_EXISTS && command.findOption("--replace") != null) {
            return "; --replace replaces it";
        }
        if (kind == SyncException.Kind.UNFINISHED && command.findOption("--allow-unfinished") != null) {
            return "; --allow-unfinished takes it all the same";
        }
        return "";
    }

    private static String reason(FileSystemException e) {
        if (e.getReason() != null) {
            return e.getReason();
        }
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof NotDirectoryException) {
            return "not a directory";
        }
        return e instanceof AccessDeniedException
                ? "permission denied"
                : e.getClass().getSimpleName();
    }
}
