package io.inlay.engine.lmdb;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The provider with options that differ from their defaults unless they are given. */
abstract class ForcedProvider implements EngineProvider {
    private final EngineProvider provider = new LmdbEngineProvider();
    private final Map<String, String> forced;

    ForcedProvider(Map<String, String> forced) {
        this.forced = forced;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public List<OptionSpec> options() {
        return provider.options();
    }

    @Override
    public Engine open(Path directory, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(forced);
        all.putAll(options);
        return provider.open(directory, all);
    }

    /** Every run is staged, and every value written by a call of its own. */
    public static final class Plain extends ForcedProvider {
        public Plain() {
            super(Map.of("readInCommit", "false", "overwriteLeaves", "false"));
        }
    }
}
