package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Replacement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Brings a store from generation to generation until it is killed; for each it prints {@code scratch <path>} once something
 * is staged, {@code staged <generation>} before the commit and {@code returned <generation>} after it.
 */
final class ReplacesJob implements ChildJob {
    /** Records in each range of the generations. */
    static final int RECORDS = 400;

    /** Lines printed for each generation. */
    static final int LINES = 3;

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out)
            throws IOException {
        Engine engine = provider.open(directory, Map.of());
        Generations generations = new Generations(RECORDS);
        for (int generation = generations.check(engine) + 1; ; generation++) {
            try (Replacement replacement = engine.begin()) {
                Files.writeString(replacement.scratch().resolve("spill"), "the caller's own");
                out.println("scratch " + replacement.scratch());
                generations.stage(replacement, generation);
                out.println("staged " + generation);
                replacement.commit();
                out.println("returned " + generation);
            }
        }
    }
}
