package io.inlay.cli;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which engine a command uses, and how. */
final class EngineOptions {
    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "The engine, by default the one that made the directory. See: inlay engines")
    private @Nullable String name;

    @Option(
            names = "--set",
            paramLabel = "OPTION=VALUE",
            description = "Sets an option of the engine; may be repeated.")
    private Map<String, String> settings = new TreeMap<>();

    /** Whether an engine or an option was named. */
    boolean isGiven() {
        return name != null || !settings.isEmpty();
    }

    @Nullable String name() {
        return name;
    }

    Map<String, String> settings() {
        return settings;
    }
}
