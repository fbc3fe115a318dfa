package io.inlay.engine.mvstore;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Limits;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.OptionValues;
import io.inlay.engine.support.RedoEngine;
import io.inlay.engine.support.Stamp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Opens engines over MVStore. Pure Java, one file, readers that wait for nobody. The whole of a replacement is written twice
 * and its writers wait meanwhile. Space that was given up is used again after a second at the earliest.
 *
 * <p>Heap: the cache, up to three times the cache option in pages being read and written, and about 1 MiB for a commit of any
 * size. A batch, ranges it deletes included, is held in the heap.
 *
 * <p>Damage: a key or value that was changed on disk is found when it is read. A file cut at its end, or whose newest versions
 * are damaged, opens in the newest earlier version that is whole; MVStore cannot tell that from a crash. A version in the middle
 * of a commit is told apart and is CORRUPT.
 *
 * <p>A disk that is full: a write or commit for which the file system has visibly no room is FULL. Where it runs out in the middle
 * of a write, the engine takes no writes until it is opened anew.
 */
public final class MvStoreEngineProvider implements EngineProvider {
    /** The name of this kind of engine. */
    public static final String NAME = "mvstore";

    private static final Stamp STAMP = new Stamp(NAME, 1);
    private static final int MAX_KEY_BYTES = 1 << 16;
    private static final int MAX_VALUE_BYTES = 1 << 24;
    private static final int MOST_VIEWS = 1 << 16;
    private static final OptionSpec CACHE =
            new OptionSpec("cache", "8MiB", "heap for pages that were read, 1MiB to 64GiB");
    private static final OptionSpec MAX_OPEN_VIEWS =
            new OptionSpec("maxOpenViews", "1000", "most snapshots and cursors open at once, 1 to " + MOST_VIEWS);
    private static final List<OptionSpec> OPTIONS =
            List.of(OptionSpec.READ_ONLY, OptionSpec.CREATE, CACHE, MAX_OPEN_VIEWS);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Engine open(Path directory, Map<String, String> options) {
        OptionValues values = new OptionValues(NAME, OPTIONS, options);
        boolean readOnly = values.flag(OptionSpec.READ_ONLY.name());
        boolean create = values.flag(OptionSpec.CREATE.name());
        int cacheMebibytes = (int) (values.bytes(CACHE.name(), 1L << 20, 1L << 36) >> 20);
        Limits limits = new Limits(MAX_KEY_BYTES, MAX_VALUE_BYTES, values.number(MAX_OPEN_VIEWS.name(), 1, MOST_VIEWS));
        DirectoryLease lease = DirectoryLease.open(directory, STAMP, readOnly, create);
        return RedoEngine.open(
                NAME, lease, limits, readOnly, () -> MvBackend.open(lease.directory(), readOnly, cacheMebibytes));
    }
}
