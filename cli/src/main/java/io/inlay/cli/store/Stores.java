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
import java.util.Optional;
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
        return open(provider, directory, readOnly(settings));
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
        if (!isStore(directory)) {
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
     * @throws UsageException for an unknown engine; without a store and without an engine; for a parent that is no directory
     */
    static EngineProvider writer(Path directory, @Nullable String engine) {
        requireParents(directory);
        if (engine != null) {
            return provider(engine);
        }
        if (isStore(directory)) {
            return provider(maker(directory));
        }
        throw new UsageException("there is no store at " + directory + "; --engine NAME makes one, of "
                + String.join(" or ", Engines.providers().keySet()));
    }

    private static void requireParents(Path directory) {
        for (Path at = directory.getParent(); at != null; at = at.getParent()) {
            if (Files.exists(at) && !Files.isDirectory(at)) {
                throw new UsageException(at + " is not a directory");
            }
        }
    }

    /**
     * Opens a store that would be written without the right to change it, and refuses what writing it would refuse. Where
     * there is none, none is made.
     *
     * @param engine null to take the one that made the directory
     * @return the open store, if there is one
     * @throws UsageException as {@link NewOrOld#open}
     * @throws EngineException as {@link NewOrOld#open}
     */
    static Optional<Engine> check(Path directory, @Nullable String engine, Map<String, String> settings) {
        EngineProvider provider = writer(directory, engine);
        if (isStore(directory)) {
            return Optional.of(read(directory, provider.name(), settings));
        }
        String refusal = refusal(provider, directory, settings);
        boolean isOfAnyAbsentStore = refusal.equals(refusal(provider, directory, Map.of()));
        boolean isSomethingElse = Files.exists(directory) && !Files.isDirectory(directory);
        if (isSomethingElse || !isOfAnyAbsentStore) {
            throw new UsageException(refusal);
        }
        return Optional.empty();
    }

    /** What is wrong with opening a store that is not there; of settings that are right, that it is not there. */
    private static String refusal(EngineProvider provider, Path absent, Map<String, String> settings) {
        try (Engine made = open(provider, absent, readOnly(settings))) {
            throw new IllegalStateException("there is a store at " + made.directory() + " by now");
        } catch (UsageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Map<String, String> readOnly(Map<String, String> settings) {
        Map<String, String> readOnly = new TreeMap<>(settings);
        readOnly.put(OptionSpec.READ_ONLY.name(), "true");
        return readOnly;
    }

    private static boolean isStore(Path directory) {
        return Files.isRegularFile(directory.resolve(Stamp.FILE));
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
