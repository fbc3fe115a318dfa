package io.inlay.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds engines by name among the {@link EngineProvider}s that the thread's context class loader can see. */
public final class Engines {
    private Engines() {}

    /**
     * Opens a directory with the engine of a name.
     *
     * @throws EngineException INVALID for an unknown name, listing those present, and as {@link EngineProvider#open}
     */
    public static Engine open(String name, Path directory, Map<String, String> options) {
        return provider(name).open(directory, options);
    }

    /**
     * The provider of a name.
     *
     * @throws EngineException INVALID for an unknown name, listing those present
     */
    public static EngineProvider provider(String name) {
        Map<String, EngineProvider> present = providers();
        EngineProvider provider = present.get(name);
        if (provider == null) {
            throw new EngineException(
                    EngineException.Kind.INVALID,
                    "no engine \"" + Keys.printable(name) + "\"; on the class path: "
                            + (present.isEmpty() ? "none" : String.join(", ", present.keySet())));
        }
        return provider;
    }

    /** All providers by name; of several with one name the first on the class path counts. */
    public static Map<String, EngineProvider> providers() {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toMap(EngineProvider::name, p -> p, (first, later) -> first, TreeMap::new));
    }
}
