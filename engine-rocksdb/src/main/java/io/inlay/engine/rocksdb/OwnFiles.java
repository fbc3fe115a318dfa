package io.inlay.engine.rocksdb;

import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the modes of the files that RocksDB makes: it gives them 0644, and no option of its Java binding changes that. Files
 * made in the background keep that mode until the next look; the directory's own mode 0700 keeps others out meanwhile.
 */
final class OwnFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OwnFiles.class);

    private final Path directory;
    private Set<Path> known = Set.of();

    OwnFiles(Path directory) {
        this.directory = directory;
    }

    /** Makes the files private that were not there at the last call. Names with a number are never used again; others may be. */
    synchronized void makePrivate() throws IOException {
        Set<Path> present = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (known.contains(file) || isNowPrivate(file)) {
                    present.add(file);
                }
            }
        }
        present.remove(directory.resolve("CURRENT"));
        known = present;
    }

    /** As {@link #makePrivate}, after a call that has done its work and must not fail for this. */
    void tryMakePrivate() {
        try {
            makePrivate();
        } catch (IOException e) {
            LOG.warn("files in {} keep a mode that lets others read them: {}", directory, e.toString());
        }
    }

    private static boolean isNowPrivate(Path file) throws IOException {
        try {
            DurableFiles.makePrivate(file);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
