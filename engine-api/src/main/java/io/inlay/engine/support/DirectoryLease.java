package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a directory: one writable engine or any number of read-only ones, in all processes together. A lock file
 * keeps other processes out, a table other opens in this one, and a system property opens through another class loader's copy
 * of this class, which are refused even where both are read-only.
 * A {@link Stamp} says whose directory it is before the first engine file is made.
 */
public final class DirectoryLease implements AutoCloseable {
    /** Name of the lock file. It stays when the lease ends. */
    public static final String LOCK_FILE = "inlay.lock";

    /** Start of the name of the property that marks a directory as held in this JVM; its real path follows. */
    private static final String MARK = "io.inlay.engine.lease:";

    private static final int WRITER = -1;
    private static final Map<Path, Held> HELD = new HashMap<>();

    private final Path directory;
    private final AtomicBoolean released = new AtomicBoolean();

    private DirectoryLease(Path directory) {
        this.directory = directory;
    }

    /**
     * Takes a directory.
     *
     * @param create whether to make the directory and stamp it where there is no store; ignored when read-only
     * @throws EngineException INVALID without a store and without leave to create one; LOCKED; INCOMPATIBLE; READ_ONLY; FULL
     */
    public static DirectoryLease open(Path path, Stamp stamp, boolean readOnly, boolean create) {
        boolean made = false;
        try {
            if (Files.notExists(path)) {
                if (readOnly || !create) {
                    throw Failures.invalid("there is no store at " + path);
                }
                made = unlessAnotherDid(() -> DurableFiles.createPrivateDirectory(path));
            }
            if (!Files.isDirectory(path)) {
                throw Failures.invalid(path + " is not a directory");
            }
            return open(path.toRealPath(), stamp, readOnly, create, made);
        } catch (IOException e) {
            throw Failures.io("opening", path, e);
        }
    }

    private static DirectoryLease open(Path directory, Stamp stamp, boolean readOnly, boolean create, boolean made)
            throws IOException {
        boolean stamped = stamp.check(directory);
        if (!stamped && (readOnly || !create)) {
            throw Failures.invalid("there is no store at " + directory);
        }
        acquire(directory, readOnly);
        DirectoryLease lease = new DirectoryLease(directory);
        try {
            if (!stamp.check(directory)) {
                stamp.write(directory);
                if (made) {
                    DurableFiles.syncDirectory(directory.resolveSibling("."));
                }
            }
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
        return lease;
    }

    /**
     * Opens what will own this lease, and gives the lease back where that fails.
     *
     * @param opening makes an engine that closes this lease when it is closed
     */
    public <T> T holdFor(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The real path of the directory. */
    public Path directory() {
        return directory;
    }

    /** A directory held through this class: its lock, and the number of readers or {@link #WRITER}. */
    private record Held(FileLock lock, int holders) {}

    // Opening the lock file once more and closing it again would drop this process's lock on it: POSIX locks go with
    // the
    // first close of any descriptor. So a directory held anywhere in this JVM is refused before its lock file is
    // opened.
    private static void acquire(Path directory, boolean readOnly) throws IOException {
        synchronized (HELD) {
            Held held = HELD.get(directory);
            if (held == null) {
                HELD.put(directory, new Held(lockMarked(directory, readOnly), readOnly ? 1 : WRITER));
            } else if (readOnly && held.holders != WRITER) {
                HELD.put(directory, new Held(held.lock, held.holders + 1));
            } else {
                throw locked(directory, "this process");
            }
        }
    }

    private static FileLock lockMarked(Path directory, boolean readOnly) throws IOException {
        if (System.getProperties().putIfAbsent(MARK + directory, "held") != null) {
            throw locked(directory, "this process");
        }
        try {
            return lock(directory, readOnly);
        } catch (IOException | RuntimeException e) {
            System.clearProperty(MARK + directory);
            throw e;
        }
    }

    private static FileLock lock(Path directory, boolean readOnly) throws IOException {
        Path file = directory.resolve(LOCK_FILE);
        if (!readOnly && Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            unlessAnotherDid(() -> DurableFiles.createPrivateFile(file));
        }
        try {
            FileLock lock = DurableFiles.uninterrupted(() -> tryLock(file, readOnly));
            if (lock == null) {
                throw locked(directory, "another process");
            }
            return lock;
        } catch (NoSuchFileException e) {
            throw new EngineException(Kind.CORRUPT, file + " is missing; a writable open makes it anew", e);
        } catch (OverlappingFileLockException e) {
            throw locked(directory, "this process");
        }
    }

    /** A lock with a channel of its own, which closes with it; null, and nothing is left open, where another process has it. */
    private static @Nullable FileLock tryLock(Path file, boolean readOnly) throws IOException {
        FileChannel channel = FileChannel.open(file, readOnly ? StandardOpenOption.READ : StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock(0, Long.MAX_VALUE, readOnly);
            return lock;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private interface Creation {
        void run() throws IOException;
    }

    /** Creates a name that another process may create at the same time; false when that one was first. */
    private static boolean unlessAnotherDid(Creation creation) throws IOException {
        try {
            creation.run();
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static EngineException locked(Path directory, String by) {
        return new EngineException(Kind.LOCKED, directory + " is in use by " + by);
    }

    @Override
    public void close() {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        synchronized (HELD) {
            Held held = HELD.remove(directory);
            if (held != null && held.holders > 1) {
                HELD.put(directory, new Held(held.lock, held.holders - 1));
            } else if (held != null) {
                unlock(held);
            }
        }
    }

    private void unlock(Held held) {
        try {
            held.lock.acquiredBy().close();
        } catch (IOException e) {
            // the lock goes with the process at the latest
        } finally {
            System.clearProperty(MARK + directory);
        }
    }
}
