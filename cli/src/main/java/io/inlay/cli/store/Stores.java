package io.inlay.cli.store;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Engines;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Opens stores by directory. Wrong engine names and options are {@link UsageException}s. */
public final class Stores {
    private Stores() {}

    /**
     * Opens an existing store without the right to change it.
     *
     * @param engine null to take the one that made the directory
     * @throws UsageException for an unknown engine or option
     * @throws EngineException INVALID where there is no store; LOCKED; INCOMPATIBLE; CORRUPT
     */
    public static Engine read(Path directory, @Nullable String engine, Map<String, String> settings) {
        EngineProvider provider = provider(engine == null ? maker(directory) : engine);
        requireStore(directory);
        Map<String, String> readOnly = new TreeMap<>(settings);
        readOnly.put(OptionSpec.READ_ONLY.name(), "true");
        return open(provider, directory, readOnly);
    }

    /** {@link #read(Path, String, Map)} with the engine that made the directory and its defaults. */
    public static Engine read(Path directory) {
        return read(directory, null, Map.of());
    }

    private static String maker(Path directory) {
        requireStore(directory);
        return Stamp.read(directory).orElseThrow(() -> none(directory)).engine();
    }

    /**
     * Refuses a directory that is no store.
     *
     * @throws EngineException INVALID
     */
    public static void requireStore(Path directory) {
        if (!Files.isRegularFile(directory.resolve(Stamp.FILE))) {
            throw none(directory);
        }
    }

    private static EngineException none(Path directory) {
        return new EngineException(Kind.INVALID, "there is no store at " + directory);
    }

    /**
     * The engine for a store to be written.
     *
     * @param engine null to take the one that made the directory
     */
    static EngineProvider writer(Path directory, @Nullable String engine) {
        if (engine != null) {
            return provider(engine);
        }
        if (Files.isRegularFile(directory.resolve(Stamp.FILE))) {
            return provider(maker(directory));
        }
        throw new UsageException("there is no store at " + directory + "; --engine NAME makes one, of "
                + String.join(" or ", Engines.providers().keySet()));
    }

    private static EngineProvider provider(String name) {
        try {
            return Engines.provider(name);
        } catch (EngineException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    static Engine open(EngineProvider provider, Path directory, Map<String, String> settings) {
        try {
            return provider.open(directory, settings);
        } catch (EngineException e) {
            throw e.kind() == Kind.INVALID ? new UsageException(String.valueOf(e.getMessage())) : e;
        }
    }

    /**
     * The real path of a directory that need not exist.
     *
     * @throws UsageException where no path can be found
     */
    public static Path real(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            return Files.exists(absolute) ? absolute.toRealPath() : realParent(absolute);
        } catch (IOException e) {
            throw new UsageException("cannot find " + directory + ": " + e.getMessage());
        }
    }

    private static Path realParent(Path absent) {
        Path parent = absent.getParent();
        return parent == null ? absent : real(parent).resolve(absent.getFileName());
    }
}
