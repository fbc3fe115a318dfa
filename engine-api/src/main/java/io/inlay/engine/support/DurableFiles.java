package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** File operations that are durable on return, private to the user, and not ended by {@link Thread#interrupt}. */
public final class DurableFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private DurableFiles() {}

    /** Creates a directory with mode 0700 where POSIX; its parents as the system makes them. */
    public static void createPrivateDirectory(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(directory, permissions("rwx------"));
    }

    /** Creates an empty file with mode 0600 where POSIX. */
    public static void createPrivateFile(Path file) throws IOException {
        Files.createFile(file, permissions("rw-------"));
    }

    /** Sets mode 0600 on a file, or 0700 on a directory, made by a library, where POSIX. */
    public static void makePrivate(Path made) throws IOException {
        if (POSIX) {
            String mode = Files.isDirectory(made) ? "rwx------" : "rw-------";
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
        }
    }

    /** Whether a file's mode is 0600, where POSIX; elsewhere true. */
    public static boolean isPrivate(Path file) throws IOException {
        return !POSIX || Files.getPosixFilePermissions(file).equals(PosixFilePermissions.fromString("rw-------"));
    }

    private static FileAttribute<?>[] permissions(String mode) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    /** Writes a whole file by way of a temporary name beside it: afterwards it is there whole and durable, or not at all. */
    public static void writeAtomically(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        createPrivateFile(temporary);
        try (RandomAccessFile out = new RandomAccessFile(temporary.toFile(), "rw")) {
            out.write(content);
            out.getFD().sync();
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(directoryOf(file));
    }

    /**
     * Refuses a write for which there is visibly no room, while it is still harmless to refuse it.
     *
     * @param directory on the file system that will be written to
     * @throws EngineException FULL with less room than so many bytes; INTERNAL where the room cannot be told
     */
    public static void checkRoom(Path directory, long bytes) {
        long room = directory.toFile().getUsableSpace();
        if (room >= bytes) {
            return;
        }
        // that is also 0 where it cannot be told; this way tells why, but takes its time
        try {
            room = Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw Failures.io("looking for room in", directory, e);
        }
        if (room < bytes) {
            throw new EngineException(Kind.FULL, "writing " + bytes + " bytes: " + directory + " has room for " + room);
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** Makes the names in a directory durable, where the system can. */
    public static void syncDirectory(Path directory) throws IOException {
        uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
                return null;
            }
        });
    }

    /** A file operation that may be tried again from its start. */
    @FunctionalInterface
    public interface FileOperation<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /**
     * Runs an operation on an interruptible channel to its end; the thread's interrupt flag is afterwards as it was or set.
     * After an interrupt another thread runs it again, which nobody interrupts: interrupts that come faster than the operation
     * works would end every attempt.
     */
    public static <T extends @Nullable Object> T uninterrupted(FileOperation<T> operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return operation.run();
        } catch (ClosedByInterruptException e) {
            interrupted = true;
            return elsewhere(operation);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs an operation on a thread of its own; an interrupt does not end the wait for it, and its flag is lost. */
    private static <T extends @Nullable Object> T elsewhere(FileOperation<T> operation) throws IOException {
        FutureTask<T> task = new FutureTask<>(operation::run);
        Thread thread = new Thread(task, "inlay-uninterrupted");
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                return task.get();
            } catch (InterruptedException e) {
                // the caller sets the flag again
            } catch (ExecutionException e) {
                Throwable failure = e.getCause();
                if (failure instanceof IOException io) {
                    throw io;
                }
                if (failure instanceof RuntimeException runtime) {
                    throw runtime;
                }
                throw (Error) failure;
            }
        }
    }

    /** Deletes a file or a directory with all below it, following no link. An absent one is no error. */
    public static void deleteTree(Path top) throws IOException {
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    if (e != null) {
                        throw e;
                    }
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // already gone
        }
    }
}
