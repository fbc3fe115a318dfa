package io.inlay.engine.lmdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.constants.platform.Errno;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CopyFlags;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbNativeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owner of the native environment and of its one database. Opened, used and closed by the writer's thread alone, except for
 * {@link #copy}. Its methods throw LMDB's own exceptions.
 */
class LmdbHandle {
    private static final Logger LOG = LoggerFactory.getLogger(LmdbHandle.class);
    private static final int PRIVATE_MODE = 0600;
    private static final long LEAST_MAP = 1 << 20;

    private final Env<NativeSlice> env;
    private final Dbi<NativeSlice> dbi;
    private final long mapSize;
    private final LmdbTransaction.Memory memory = new LmdbTransaction.Memory();

    /** Opens environments; tests have their own, which fail. */
    @FunctionalInterface
    interface Opener {
        LmdbHandle open(Path directory, long mapSize, int maxReaders);
    }

    /**
     * Opens or makes the environment of a directory. Reader slots of killed processes are dropped, and what such a process may
     * have left in the system's cache is made durable before it is shown to anybody.
     *
     * @param mapSize address space to take at the most; less where many stores are open, halved as long as the system
     *     refuses so much
     * @param maxReaders most pins at once
     */
    LmdbHandle(Path directory, long mapSize, int maxReaders) {
        LmdbLibrary.load();
        long used = directory.resolve(PageFile.NAME).toFile().length();
        long size = AddressSpace.ofProcess().take(mapSize, used);
        try {
            Env<NativeSlice> opened = tryOpen(directory, size, maxReaders);
            while (opened == null) {
                AddressSpace.ofProcess().giveBack(size - size / 2);
                size /= 2;
                opened = tryOpen(directory, size, maxReaders);
            }
            this.env = opened;
            this.mapSize = size;
            this.dbi = prepare(env);
        } catch (RuntimeException | Error e) {
            AddressSpace.ofProcess().giveBack(size);
            throw e;
        }
    }

    private static Dbi<NativeSlice> prepare(Env<NativeSlice> env) {
        try {
            env.readerCheck();
            env.sync(true);
            return env.openDbi((byte[]) null);
        } catch (RuntimeException | Error e) {
            env.close();
            throw e;
        }
    }

    /** Opens with a map of a size; null when the system refuses so much and less can be tried. */
    private static @Nullable Env<NativeSlice> tryOpen(Path directory, long size, int maxReaders) {
        try {
            return Env.create(NativeSliceProxy.INSTANCE)
                    .setMapSize(size)
                    .setMaxReaders(maxReaders)
                    .open(directory.toFile(), PRIVATE_MODE, EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOMETASYNC);
        } catch (LmdbNativeException e) {
            if (!LmdbFailures.isErrno(e, Errno.ENOMEM) || size / 2 < LEAST_MAP) {
                throw e;
            }
            return null;
        }
    }

    /** Bytes of address space taken, the most that the store can grow to. */
    long mapSize() {
        return mapSize;
    }

    LmdbTransaction begin() {
        return new LmdbTransaction(env.txnWrite(), dbi, memory);
    }

    /** Commits; after a failure nothing happened, unless LMDB then refuses to write. */
    void commit(LmdbTransaction txn) {
        txn.commit();
    }

    /** Pins the newest state. */
    LmdbPin pin() {
        return new LmdbPin(env.txnRead());
    }

    /** Makes all commits durable. */
    void sync() {
        env.sync(true);
    }

    /**
     * Writes a copy of the newest state into an empty directory, compact unless LMDB has lost track of a page. Safe beside all
     * other calls but {@link #close}.
     */
    void copy(Path emptyDirectory) throws IOException {
        try {
            env.copy(emptyDirectory.toFile(), CopyFlags.MDB_CP_COMPACT);
        } catch (Dbi.IncompatibleException e) {
            LOG.warn("LMDB cannot compact {}: it is copied as it is", emptyDirectory, e);
            Files.delete(emptyDirectory.resolve(PageFile.NAME));
            env.copy(emptyDirectory.toFile());
        }
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
        try {
            env.close();
        } finally {
            AddressSpace.ofProcess().giveBack(mapSize);
        }
    }
}
