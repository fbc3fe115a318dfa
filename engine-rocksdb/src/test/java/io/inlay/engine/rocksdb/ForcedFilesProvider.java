package io.inlay.engine.rocksdb;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens engines that stage everything in files and take over files of any size. */
public final class ForcedFilesProvider implements EngineProvider {
    private final RocksEngineProvider provider = new RocksEngineProvider();

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
        return provider.open(
                directory, RocksOptions.builder(options).filesWhatever().build());
    }
}
