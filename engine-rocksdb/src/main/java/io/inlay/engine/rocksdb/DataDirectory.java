package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of RocksDB's own files, looked at before the library opens it. */
final class DataDirectory {
    private DataDirectory() {}

    /** Throws where no store was ever opened writable to its end, or where its root is lost. */
    static void require(Path directory) throws IOException {
        if (!Files.exists(directory.resolve("CURRENT"))) {
            refuseRemains(directory);
            throw Failures.invalid("there is no store at " + directory + ": it was never opened writable to its end");
        }
    }

    /** Makes the directory where it is absent; throws where the root of a store is lost. */
    static void prepare(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            DurableFiles.createPrivateDirectory(directory);
            DurableFiles.syncDirectory(directory.resolveSibling("."));
        } else if (!Files.exists(directory.resolve("CURRENT"))) {
            refuseRemains(directory);
        }
    }

    /** A store whose making was cut short holds no data file and no log yet; one with either has lost its root. */
    private static void refuseRemains(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> dataFiles = Files.newDirectoryStream(directory, "*.{sst,log}")) {
            if (dataFiles.iterator().hasNext()) {
                throw new EngineException(
                        Kind.CORRUPT, directory.resolve("CURRENT") + " is missing beside existing data files or logs");
            }
        }
    }
}
