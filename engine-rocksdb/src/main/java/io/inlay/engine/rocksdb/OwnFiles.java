package io.inlay.engine.rocksdb;

import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the modes of the files that RocksDB makes: it gives them 0644, and no option of its Java binding changes that. While a
 * store is open, new ones keep that mode; the directory's own mode 0700 keeps others out.
 */
final class OwnFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OwnFiles.class);

    private OwnFiles() {}

    /** Makes the files of a directory private. */
    static void makePrivate(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                try {
                    DurableFiles.makePrivate(file);
                } catch (NoSuchFileException e) {
                    // RocksDB removes files it no longer needs in the background
                }
            }
        }
    }

    /** As {@link #makePrivate}, after a call that has done its work and must not fail for this. */
    static void tryMakePrivate(Path directory) {
        try {
            makePrivate(directory);
        } catch (IOException e) {
            LOG.warn("files in {} keep a mode that lets others read them: {}", directory, e.toString());
        }
    }
}
