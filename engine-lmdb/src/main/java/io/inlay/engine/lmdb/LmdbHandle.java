package io.inlay.engine.lmdb;

import java.nio.file.Path;
import jnr.constants.platform.Errno;
import org.lmdbjava.CopyFlags;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbNativeException;

/**
 * Owner of the native environment and of its one database. Opened, used and closed by the writer's thread alone, except for
 * {@link #copy}. Its methods throw LMDB's own exceptions.
 */
final class LmdbHandle {
    private static final int PRIVATE_MODE = 0600;
    private static final long LEAST_MAP = 1 << 20;

    private final Env<NativeSlice> env;
    private final Dbi<NativeSlice> dbi;
    private final long mapSize;

    private LmdbHandle(Env<NativeSlice> env, long mapSize) {
        this.env = env;
        this.dbi = env.openDbi((byte[]) null);
        this.mapSize = mapSize;
    }

    /**
     * Opens or makes the environment of a directory.
     *
     * @param mapSize address space to take; halved as long as the system refuses so much
     * @param maxReaders most pins at once
     */
    static LmdbHandle open(Path directory, long mapSize, int maxReaders) {
        LmdbLibrary.load();
        long size = mapSize;
        while (true) {
            try {
                Env<NativeSlice> env = Env.create(NativeSliceProxy.INSTANCE)
                        .setMapSize(size)
                        .setMaxReaders(maxReaders)
                        .open(directory.toFile(), PRIVATE_MODE, EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOMETASYNC);
                return prepare(env, size);
            } catch (LmdbNativeException e) {
                if (!LmdbFailures.isErrno(e, Errno.ENOMEM) || size / 2 < LEAST_MAP) {
                    throw e;
                }
                size /= 2;
            }
        }
    }

    /** Drops the reader slots of killed processes, and makes durable what one of them may have left in the system's cache. */
    private static LmdbHandle prepare(Env<NativeSlice> env, long size) {
        try {
            env.readerCheck();
            env.sync(true);
            return new LmdbHandle(env, size);
        } catch (RuntimeException e) {
            env.close();
            throw e;
        }
    }

    /** Bytes of address space taken, the most that the store can grow to. */
    long mapSize() {
        return mapSize;
    }

    LmdbTransaction begin() {
        return new LmdbTransaction(env.txnWrite(), dbi);
    }

    /** Pins the newest state. */
    LmdbPin pin() {
        return new LmdbPin(env.txnRead());
    }

    /** Makes all commits durable. */
    void sync() {
        env.sync(true);
    }

    /** Writes a compact copy of the newest state into an empty directory. Safe beside all other calls but {@link #close}. */
    void copy(Path emptyDirectory) {
        env.copy(emptyDirectory.toFile(), CopyFlags.MDB_CP_COMPACT);
    }

    /** Whether LMDB can still write: it refuses for ever after a commit whose outcome it cannot tell. */
    boolean canWrite() {
        try (LmdbTransaction probe = begin()) {
            return !probe.isChanged();
        } catch (RuntimeException e) {
            return false;
        }
    }

    void close() {
        env.close();
    }
}
