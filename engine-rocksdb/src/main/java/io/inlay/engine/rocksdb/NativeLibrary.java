package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.LibraryUnpacking;
import java.io.IOException;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * Loads RocksDB's native library, once, when the first engine is opened, by way of {@link LibraryUnpacking}; where
 * {@value #OWN_DIRECTORY} names a directory, the binding unpacks into that and its file stays when the process is killed.
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
                LibraryUnpacking.load(
                        "inlay-rocksdb",
                        directory -> NativeLibraryLoader.getInstance().loadLibrary(directory.toString()));
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
}
