package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file system of its own, in memory, mounted on a directory until closed. */
final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts one, or says that this user may not. */
    static Optional<SmallDisk> mount(Path directory, int mebibytes) throws IOException {
        Files.createDirectories(directory);
        if (SystemCommand.succeeds(
                "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString())) {
            return Optional.of(new SmallDisk(directory));
        }
        System.out.println("not verified: behaviour on a full disk (this user may not mount a tmpfs)");
        return Optional.empty();
    }

    Path directory() {
        return directory;
    }

    /** Takes all space but about so many bytes. */
    void fillUpTo(long left) throws IOException {
        Path ballast = directory.resolve("ballast");
        long bytes = Files.getFileStore(directory).getUsableSpace() - left;
        try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
            byte[] block = new byte[4096];
            for (long at = 0; at < bytes; at += block.length) {
                file.write(block);
            }
        } catch (IOException e) {
            // an engine's housekeeping may have taken the rest meanwhile
            if (Failures.io("filling", ballast, e).kind() != EngineException.Kind.FULL) {
                throw e;
            }
        }
    }

    void free() throws IOException {
        Files.delete(directory.resolve("ballast"));
    }

    @Override
    public void close() throws IOException {
        if (!SystemCommand.succeeds("umount", directory.toString())) {
            throw new IOException("cannot unmount " + directory);
        }
    }
}
