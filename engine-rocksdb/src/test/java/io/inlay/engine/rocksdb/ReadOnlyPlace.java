package io.inlay.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Makes a directory unwritable until closed: by a read-only mount of itself where the test may mount, else by its modes. */
final class ReadOnlyPlace implements AutoCloseable {
    private final Path directory;
    private final boolean mounted;

    private ReadOnlyPlace(Path directory, boolean mounted) {
        this.directory = directory;
        this.mounted = mounted;
    }

    static ReadOnlyPlace of(Path directory) throws IOException {
        if (SystemCommand.succeeds("mount", "--bind", directory.toString(), directory.toString())) {
            if (SystemCommand.succeeds("mount", "-o", "remount,bind,ro", directory.toString())) {
                return new ReadOnlyPlace(directory, true);
            }
            SystemCommand.succeeds("umount", directory.toString());
        }
        System.out.println(
                "not verified: a read-only file system (this user may not mount); file modes are used instead");
        setModes(directory, "r-x------", "r--------");
        return new ReadOnlyPlace(directory, false);
    }

    /** How it is kept from being written. */
    String how() {
        return mounted ? "on a read-only mount" : "by file modes";
    }

    private static void setModes(Path directory, String directories, String files) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> paths = tree.toList();
            for (Path path : paths) {
                String mode = Files.isDirectory(path) ? directories : files;
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            if (!SystemCommand.succeeds("umount", directory.toString())) {
                throw new IOException("cannot unmount " + directory);
            }
        } else {
            setModes(directory, "rwx------", "rw-------");
        }
    }
}
