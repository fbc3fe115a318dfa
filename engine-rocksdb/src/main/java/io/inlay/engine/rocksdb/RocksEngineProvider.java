package io.inlay.engine.rocksdb;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.Stamp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Opens engines over RocksDB. The native library is loaded by the first {@link #open}. Safe for many threads.
 *
 * <p>Native memory stays near {@code cache} + 3 × {@code memtable} + 2 MiB for each open cursor that scans. A run that is being
 * staged takes up to 1 MiB of heap while its keys and values are short and at most 8 MiB, whatever its length.
 *
 * <p>Damage: every block of every data file and every entry of the manifest bears a checksum, and a missing data file is
 * noticed when the store is opened. What cannot be detected: a log that is damaged or lost, and a manifest that ends early, look
 * like the end that a power loss leaves, so what followed there is gone without a word. Closing an engine empties the log into
 * data files, so only a store whose process was killed has anything to lose in it. Records of an older log that a power loss leaves in
 * place of the end of the newest one are taken for its end, too.
 *
 * <p>A full disk: staging and commits give FULL and change nothing. When RocksDB itself finds no room for a file in the
 * background, writes give FULL until it has recovered by itself, some seconds after as much room as its memtables take is
 * free, or until the engine is opened anew. When the log cannot grow the engine takes no more writes until opened anew.
 */
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
        return lease.holdFor(() -> new RocksEngine(lease, options));
    }
}
