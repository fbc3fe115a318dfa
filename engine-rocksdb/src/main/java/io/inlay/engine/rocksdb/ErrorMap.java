package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.util.Locale;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.Status.Code;
import org.rocksdb.Status.SubCode;

/** Gives RocksDB's failures their kinds. RocksDB's own text, which names the file, goes into the message. */
final class ErrorMap {
    private static final Pattern DATA_FILE = Pattern.compile("(/[0-9]{6,}|/staged-[0-9]+)\\.sst");

    private ErrorMap() {}

    /** The exception for a call that failed and, unless it is a write, changed nothing. */
    static EngineException map(String doing, RocksDBException e) {
        return new EngineException(kind(e), doing + ": " + text(e), e);
    }

    private static String text(RocksDBException e) {
        Status status = e.getStatus();
        if (status == null) {
            return String.valueOf(e.getMessage());
        }
        String state = status.getState();
        return status.getCodeString() + (state == null || state.isEmpty() ? "" : " " + state);
    }

    private static Kind kind(RocksDBException e) {
        Status status = e.getStatus();
        if (status == null) {
            return Kind.INTERNAL;
        }
        Code code = status.getCode();
        return switch (code) {
            case Corruption -> Kind.CORRUPT;
            case IOError -> ofIo(status);
            case InvalidArgument -> wrapsIo(status) ? ofIo(status) : Kind.INTERNAL;
            case ShutdownInProgress -> Kind.CLOSED;
            case Busy, TimedOut, TryAgain, Aborted -> Kind.RETRY;
            default -> Kind.INTERNAL;
        };
    }

    /** RocksDB's check of a store's options passes a file that it may not read off as an argument. */
    private static boolean wrapsIo(Status status) {
        return status.getState() != null && status.getState().contains("IO error: ");
    }

    private static Kind ofIo(Status status) {
        String state = status.getState() == null ? "" : status.getState().toLowerCase(Locale.ROOT);
        if (status.getSubCode() == SubCode.NoSpace
                || state.contains("no space left")
                || state.contains("quota exceeded")
                || state.contains("file too large")) {
            return Kind.FULL;
        }
        if (state.contains("read-only file system") || state.contains("permission denied")) {
            return Kind.READ_ONLY;
        }
        if (state.contains("lock hold by") || state.contains("while lock file")) {
            return Kind.LOCKED;
        }
        return state.contains("no such file or directory") ? Kind.CORRUPT : Kind.INTERNAL;
    }

    /** Whether RocksDB refused a call for its arguments, before it did anything. */
    static boolean isRefusal(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && (status.getCode() == Code.InvalidArgument || status.getCode() == Code.NotSupported);
    }

    /**
     * Whether a failure names a data file. A write touches the log alone, and an ingest its data files before the manifest: a
     * call that fails so was refused, or ended, before anything of it could last.
     */
    static boolean namesDataFile(RocksDBException e) {
        return DATA_FILE.matcher(text(e)).find();
    }

    /** Whether a bounded read gave up before it found an entry. */
    static boolean isGivenUp(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getCode() == Code.Incomplete;
    }
}
