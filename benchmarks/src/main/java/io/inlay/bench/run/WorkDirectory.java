package io.inlay.bench.run;

import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A run's directory for data and scratch, removed by {@link #close}. A lock on a file in it tells that its run is alive: making one
 * removes those beside it whose run was killed.
 */
final class WorkDirectory implements AutoCloseable {
    private static final String PREFIX = "inlay-bench-";
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel channel;

    private WorkDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes one below a directory that exists. */
    static WorkDirectory in(Path parent) throws IOException {
        removeAbandoned(parent);
        Path path = Files.createTempDirectory(parent.toRealPath(), PREFIX);
        Path unseen = path.resolve(LOCK + ".new");
        FileChannel channel = FileChannel.open(unseen, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        // under its name it is never seen without a lock
        Files.move(unseen, path.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
        return new WorkDirectory(path, channel);
    }

    Path path() {
        return path;
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : found) {
                if (Files.isRegularFile(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS) && isAbandoned(directory)) {
                    DurableFiles.deleteTree(directory);
                }
            }
        }
    }

    private static boolean isAbandoned(Path directory) {
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            // somebody else's, or one of this process
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        DurableFiles.deleteTree(path);
        channel.close();
    }
}
