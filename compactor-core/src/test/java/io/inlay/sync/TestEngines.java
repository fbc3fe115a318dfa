package io.inlay.sync;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.Engines;
import io.inlay.engine.tck.model.ModelProvider;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Named;

/** Every engine there is to test on: the model, and those found on the class path. */
final class TestEngines {
    private TestEngines() {}

    static List<Named<EngineProvider>> all() {
        Map<String, EngineProvider> byName = new TreeMap<>(Engines.providers());
        byName.put("model", new ModelProvider());
        return byName.values().stream()
                .map(provider -> Named.of(provider.name(), provider))
                .toList();
    }
}
