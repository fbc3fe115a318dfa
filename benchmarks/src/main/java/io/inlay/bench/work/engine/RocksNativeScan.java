package io.inlay.bench.work.engine;

import java.nio.file.Path;
import java.util.Map;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/** The loop over RocksDB's C API: {@code rocksdb_iter_next}, {@code _valid}, {@code _key} and {@code _value}. */
public final class RocksNativeScan extends NativeScan {
    /** Makes the work. */
    public RocksNativeScan() {
        super("rocksdb", "RocksLoop");
    }

    @Override
    Map.Entry<Class<?>, String> library() {
        return Map.entry(RocksDB.class, "/" + Environment.getJniLibraryFileName("rocksdb"));
    }

    @Override
    Path opened(Path store) {
        return store.resolve("data");
    }
}
