package io.inlay.engine.tck;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A disk of a child's own: an image file with an ext4 file system in it, which the child's mount namespace mounts. What the
 * child writes stays with the system until it is flushed; the image has what the disk would have. So a copy of the image, taken
 * while the child stands still, is the disk after a power loss at that instant.
 */
final class Disk {
    private static final int MEBIBYTE = 1 << 20;

    private final Path image;
    private final Path directory;
    private final List<String> wrapper;

    private Disk(Path image, Path directory, List<String> wrapper) {
        this.image = image;
        this.directory = directory;
        this.wrapper = wrapper;
    }

    /**
     * Makes a disk; absent where this system or this user cannot.
     *
     * @param top an existing directory for the image and the place to mount it on
     * @param ordered whether the file system writes data before the names and lengths that belong to it; where not, a power loss
     *     can leave a file long and empty
     */
    static Optional<Disk> make(Path top, int mebibytes, boolean ordered) throws IOException {
        Path image = top.resolve("disk.ext4");
        Path directory = Files.createDirectories(top.resolve("disk"));
        if (!format(image, mebibytes)) {
            return Optional.empty();
        }
        String options = ordered ? "data=ordered" : "data=writeback,nodelalloc,noauto_da_alloc";
        // The journal is written out by flushes only, not as time goes by.
        return Mounts.image(image, directory, options + ",commit=300")
                .map(wrapper -> new Disk(image, directory, wrapper));
    }

    /**
     * Makes an image file with an empty file system, which becomes read-only at its first error; false where this system cannot.
     */
    static boolean format(Path image, int mebibytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes * MEBIBYTE);
        }
        return Mounts.succeeds(List.of("mkfs.ext4", "-q", "-F", "-e", "remount-ro", image.toString()));
    }

    /** Copies an image file. */
    static void copy(Path image, Path copy) {
        if (!Mounts.succeeds(List.of("cp", "--sparse=always", image.toString(), copy.toString()))) {
            throw new AssertionError("cannot copy " + image);
        }
    }

    /** A command that runs another one with the disk mounted. */
    List<String> wrapper() {
        return wrapper;
    }

    /** Where the disk is mounted. */
    Path directory() {
        return directory;
    }

    /** Copies what the disk has, and returns the lines that the child has printed since it was last asked. */
    List<String> cutPower(Child child, Path copy) {
        child.halt();
        try {
            List<String> lines = child.ready();
            copy(image, copy);
            return lines;
        } finally {
            child.goOn();
        }
    }

    /** Has the system write out one file of the child's, as it may do at any time of itself; which one is left to chance. */
    void writeSomethingOut(Child child, Random random) throws IOException {
        Path seen =
                Path.of("/proc/" + child.pid() + "/root").resolve(Path.of("/").relativize(directory));
        List<Path> files;
        try {
            files = Directories.tree(seen).stream()
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            return; // a file went away meanwhile
        }
        if (!files.isEmpty()) {
            try (FileChannel file = FileChannel.open(files.get(random.nextInt(files.size())))) {
                file.force(false);
            } catch (java.nio.file.NoSuchFileException e) {
                // it went away meanwhile
            }
        }
    }
}
