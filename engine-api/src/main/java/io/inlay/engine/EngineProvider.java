package io.inlay.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One kind of engine, found through {@link java.util.ServiceLoader} and opened by {@link Engines#open}. Implementations have
 * a public constructor without parameters, load no native code before {@link #open}, and are safe for many threads at once.
 */
public interface EngineProvider {
    /** A short lower-case name, stamped into every directory this kind of engine makes. */
    String name();

    /** The options that {@link #open} understands, {@link OptionSpec#READ_ONLY} and {@link OptionSpec#CREATE} among them. */
    List<OptionSpec> options();

    /**
     * Opens a directory.
     *
     * @param options by name; an absent one has its default
     * @throws EngineException INVALID for an unknown option or a value out of its range; LOCKED; INCOMPATIBLE; CORRUPT;
     *     READ_ONLY; FULL
     */
    Engine open(Path directory, Map<String, String> options);
}
