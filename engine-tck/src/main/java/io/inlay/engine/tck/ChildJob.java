package io.inlay.engine.tck;

import io.inlay.engine.EngineProvider;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Work for a {@link Child}; made by its constructor without parameters. */
interface ChildJob {
    /**
     * Does the work. What it throws ends the child with exit code 1.
     *
     * @param directory the engine's
     * @param arguments as given to {@link Child#start}
     * @param out every line printed reaches the parent even if the child is killed right after
     */
    void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out) throws Exception;
}
