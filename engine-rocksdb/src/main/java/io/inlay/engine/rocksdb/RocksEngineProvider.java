package io.inlay.engine.rocksdb;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.Staging;
import io.inlay.engine.support.Stamp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens engines over RocksDB. The native library is loaded by the first {@link #open}. Safe for many threads. */
public final class RocksEngineProvider implements EngineProvider {
    /** The name of this kind of engine. */
    public static final String NAME = "rocksdb";

    private static final int FORMAT = 1;
    /** Where RocksDB's own files lie inside an engine's directory. */
    static final String DATA = "data";

    static final Stamp STAMP = new Stamp(NAME, FORMAT);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<OptionSpec> options() {
        return RocksOptions.SPECS;
    }

    @Override
    public Engine open(Path directory, Map<String, String> options) {
        return open(directory, RocksOptions.of(options));
    }

    /**
     * Opens a directory with typed settings.
     *
     * @throws EngineException as {@link EngineProvider#open}
     */
    public Engine open(Path directory, RocksOptions options) {
        NativeLibrary.load();
        DirectoryLease lease = DirectoryLease.open(directory, STAMP, options.readOnly(), options.create());
        try {
            Path own = lease.directory();
            Staging staging = options.readOnly() ? null : Staging.open(own);
            return new RocksEngine(lease, RocksHandle.open(own.resolve(DATA), options), staging, options);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }
}
