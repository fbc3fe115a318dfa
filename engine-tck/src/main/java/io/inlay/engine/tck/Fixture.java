package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Metrics;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one test works with: a directory of its own, engines opened in it, and a check for leaked views at the end. */
final class Fixture {
    private final EngineContract contract;
    private final Path top;
    private final List<Engine> opened = new ArrayList<>();
    private final List<Child> children = new ArrayList<>();

    Fixture(EngineContract contract, Path top) {
        this.contract = contract;
        this.top = top;
    }

    EngineContract contract() {
        return contract;
    }

    EngineProvider provider() {
        return contract.provider();
    }

    /** A path below the test's own directory. */
    Path path(String name) {
        return top.resolve(name);
    }

    /** The directory of the engine under test; absent until it is opened. */
    Path directory() {
        return path("store");
    }

    /** The number that a system property gives, else the contract's portion of a usual one. */
    int number(String property, int usual) {
        return Integer.getInteger(property, portionOf(usual));
    }

    /** The contract's portion of a number, at least 1. */
    int portionOf(int usual) {
        return Math.max(1, (int) Math.round(usual * contract.portion()));
    }

    /** Opens the test's engine for writing. */
    Engine open() {
        return open(directory());
    }

    /** Opens another engine of the same kind for writing. */
    Engine open(Path directory) {
        return open(directory, contract.options());
    }

    /** Opens the test's engine read-only. */
    Engine openReadOnly() {
        return open(directory(), with(OptionSpec.READ_ONLY, "true"));
    }

    /** Opens an engine with exactly these options. */
    Engine open(Path directory, Map<String, String> options) {
        Engine engine = provider().open(directory, options);
        synchronized (opened) {
            opened.add(engine);
        }
        return engine;
    }

    /** Closes an engine and opens its directory for writing again. */
    Engine reopen(Engine engine) {
        engine.close();
        return open(engine.directory());
    }

    /** The options of the contract and one more. */
    Map<String, String> with(OptionSpec option, String value) {
        Map<String, String> options = new HashMap<>(contract.options());
        options.put(option.name(), value);
        return options;
    }

    /** Has a child process ended with the test, whatever becomes of the test. */
    void closeAtEnd(Child child) {
        children.add(child);
    }

    /** Whether files have POSIX permissions here. */
    boolean posix() {
        return top.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Says what could not be tested here. */
    void notVerified(String what) {
        tell("not verified: " + what);
    }

    /** Prints a line about this engine. */
    void tell(String what) {
        String options = contract.options().isEmpty() ? "" : " " + new TreeMap<>(contract.options());
        System.out.println(what + " (engine \"" + provider().name() + "\"" + options + ")");
    }

    /** Closes all engines. */
    void closeAll() {
        for (Engine engine : opened) {
            engine.close();
        }
    }

    /** Closes all engines; where the test went well, also checks that no view is left open and that directories are free. */
    void finish(boolean failed) {
        children.forEach(Child::close);
        for (int i = opened.size() - 1; i >= 0; i--) {
            try (Engine engine = opened.get(i)) {
                if (!failed) {
                    assertEquals(0L, openViews(engine), "views left open");
                }
            }
        }
    }

    private static long openViews(Engine engine) {
        try {
            Optional<Metrics> metrics = engine.find(Metrics.class);
            return metrics.map(m -> m.read().getOrDefault(Metrics.VIEWS_OPEN, 0L))
                    .orElse(0L);
        } catch (EngineException e) {
            if (e.kind() == Kind.CLOSED) {
                return 0;
            }
            throw e;
        }
    }

    /** Removes a directory with all that is in it. */
    static void remove(Path directory) {
        unchecked(() -> {
            DurableFiles.deleteTree(directory);
            return directory;
        });
    }

    /** A call that may throw a checked exception. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    static <T> T unchecked(Call<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
