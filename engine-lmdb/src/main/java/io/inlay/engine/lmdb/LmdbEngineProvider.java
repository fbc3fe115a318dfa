package io.inlay.engine.lmdb;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens stores kept in LMDB, a memory-mapped B+tree. Its engine is found under the name {@value #NAME}. */
public final class LmdbEngineProvider implements EngineProvider {
    static final String NAME = "lmdb";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<OptionSpec> options() {
        return LmdbOptions.SPECS;
    }

    @Override
    public Engine open(Path directory, Map<String, String> options) {
        return open(directory, LmdbOptions.parse(options));
    }

    /**
     * Opens a directory with typed settings.
     *
     * @throws EngineException as {@link #open(Path, Map)}
     */
    public Engine open(Path directory, LmdbOptions options) {
        return LmdbEngine.open(directory, options);
    }
}
