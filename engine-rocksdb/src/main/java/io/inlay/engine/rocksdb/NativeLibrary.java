package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import org.rocksdb.RocksDB;

/** Loads RocksDB's native library, once, when the first engine is opened. */
final class NativeLibrary {
    private NativeLibrary() {}

    /** Loads the library; where it is loaded already, nothing happens. Throws INTERNAL where it cannot be loaded. */
    static synchronized void load() {
        try {
            RocksDB.loadLibrary();
        } catch (LinkageError | RuntimeException e) {
            throw new EngineException(
                    Kind.INTERNAL,
                    "RocksDB's native library cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + e.getMessage(),
                    e);
        }
    }
}
