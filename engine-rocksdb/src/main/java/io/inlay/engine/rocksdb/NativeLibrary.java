package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * Loads RocksDB's native library, once, when the first engine is opened. The binding unpacks it into a file that stays behind
 * when the process is killed, so it is unpacked into a private directory which goes as soon as the library is loaded; where
 * {@value #OWN_DIRECTORY} names a directory, the binding unpacks into that.
 */
final class NativeLibrary {
    private static final String OWN_DIRECTORY = "ROCKSDB_SHAREDLIB_DIR";

    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads the library; where it is loaded already, nothing happens. Throws INTERNAL where it cannot be loaded. */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        try {
            if (System.getenv(OWN_DIRECTORY) == null) {
                unpackAndLoad();
            }
            RocksDB.loadLibrary();
            loaded = true;
        } catch (IOException | LinkageError | RuntimeException e) {
            throw new EngineException(
                    Kind.INTERNAL,
                    "RocksDB's native library cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + " (" + e
                            + "); the environment variable " + OWN_DIRECTORY
                            + " can name a directory that allows execution",
                    e);
        }
    }

    private static void unpackAndLoad() throws IOException {
        Path directory = Files.createTempDirectory("inlay-rocksdb");
        try {
            NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
        } finally {
            discard(directory);
        }
    }

    /** A loaded file can be removed on POSIX; elsewhere the binding itself removes it at the end of the process. */
    private static void discard(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
        } catch (IOException e) {
            directory.toFile().deleteOnExit();
        }
    }
}
