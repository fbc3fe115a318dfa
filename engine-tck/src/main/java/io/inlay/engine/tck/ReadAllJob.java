package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens a directory to "read" or "write", reads everything, and prints how that went. */
final class ReadAllJob implements ChildJob {
    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out) {
        for (String how : arguments) {
            read(provider, directory, how.equals("read"), out);
        }
    }

    private static void read(EngineProvider provider, Path directory, boolean readOnly, PrintStream out) {
        try (Engine engine = provider.open(directory, Map.of(OptionSpec.READ_ONLY.name(), String.valueOf(readOnly)))) {
            Contents contents = Contents.of(engine);
            Expect.holds(contents, engine);
            out.println("read " + contents.hashCode());
        } catch (EngineException e) {
            out.println(e.kind() + " " + e.getMessage());
        }
    }
}
