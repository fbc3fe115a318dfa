package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A provider whose engines are opened with the options of a contract besides those that a test names. */
final class ConfiguredProvider implements EngineProvider {
    private final EngineProvider inner;
    private final Map<String, String> options;

    ConfiguredProvider(EngineProvider inner, Map<String, String> options) {
        this.inner = inner;
        this.options = Map.copyOf(options);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public List<OptionSpec> options() {
        return inner.options();
    }

    @Override
    public Engine open(Path directory, Map<String, String> named) {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(named);
        return inner.open(directory, all);
    }
}
