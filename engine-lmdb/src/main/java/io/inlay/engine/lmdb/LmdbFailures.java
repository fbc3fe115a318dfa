package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.constants.platform.Errno;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbNativeException;
import org.lmdbjava.Txn;

/** Turns what LMDB reports into the exceptions of engines. */
final class LmdbFailures {
    /** With less usable space than this, a failed write is taken for a full disk: LMDB reports a short write as EIO. */
    private static final long LITTLE_SPACE = 16 << 20;

    private LmdbFailures() {}

    static EngineException corrupt(Path file, String how) {
        return new EngineException(Kind.CORRUPT, file + " is damaged: " + how);
    }

    /** A native call that failed and provably changed nothing. */
    static EngineException of(String doing, Path directory, Throwable cause) {
        if (cause instanceof EngineException already) {
            Throwable first = already.getCause() == null ? already : already.getCause();
            return new EngineException(already.kind(), reason(already), first);
        }
        Kind kind = kind(cause, directory);
        boolean shortWrite = kind == Kind.FULL && isErrno(cause, Errno.EIO);
        String why = shortWrite ? "no space is left on the disk" : reason(cause);
        return new EngineException(kind, doing + " in " + directory + ": " + why, cause);
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Kind kind(Throwable cause, Path directory) {
        if (isFull(cause, directory)) {
            return Kind.FULL;
        }
        if (cause instanceof LmdbNativeException.PageCorruptedException
                || cause instanceof LmdbNativeException.PageNotFoundException
                || cause instanceof Env.FileInvalidException) {
            return Kind.CORRUPT;
        }
        if (cause instanceof Env.VersionMismatchException || cause instanceof Dbi.IncompatibleException) {
            return Kind.INCOMPATIBLE;
        }
        if (isErrno(cause, Errno.EACCES) || isErrno(cause, Errno.EROFS) || isErrno(cause, Errno.EPERM)) {
            return Kind.READ_ONLY;
        }
        return cause instanceof Env.ReadersFullException ? Kind.RETRY : Kind.INTERNAL;
    }

    /** Whether a failed write is due to a full disk or a full map. */
    static boolean isFull(Throwable cause, Path directory) {
        return cause instanceof Env.MapFullException
                || cause instanceof Txn.TxFullException
                || isErrno(cause, Errno.ENOSPC)
                || isErrno(cause, Errno.EDQUOT)
                || isErrno(cause, Errno.EFBIG)
                || (isErrno(cause, Errno.EIO) && littleSpaceLeft(directory));
    }

    static boolean isErrno(Throwable cause, Errno number) {
        return cause instanceof LmdbNativeException e && e.getResultCode() == number.intValue();
    }

    private static boolean littleSpaceLeft(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < LITTLE_SPACE;
        } catch (IOException e) {
            return false;
        }
    }
}
