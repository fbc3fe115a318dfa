package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Opens the store in each of some directories, read-only and then to be written to, checks that it holds whole steps of a {@link
 * HistoryJob} and works, and prints how many of each thread.
 */
final class HistoryCheckJob implements ChildJob {
    @Override
    public void run(EngineProvider provider, Path ignored, List<String> arguments, PrintStream out) throws IOException {
        for (String argument : arguments) {
            Path directory = Path.of(argument);
            Contents first = null;
            if (!Directories.names(directory).isEmpty()) {
                try (Engine engine = provider.open(directory, Map.of(OptionSpec.READ_ONLY.name(), "true"))) {
                    first = Contents.of(engine);
                }
            }
            try (Engine engine = provider.open(directory, Map.of())) {
                Contents seen = Contents.of(engine);
                if (first != null && !first.equals(seen)) {
                    throw new AssertionError("a writable open of " + directory + " found something else: " + seen);
                }
                out.println(check(directory, seen));
                engine.write(new Batch().put(bytes("after"), bytes("v")), Durability.SYNC);
                Expect.holds(seen.put("after", "v"), engine);
            }
        }
    }

    private static String check(Path directory, Contents seen) {
        List<Integer> counts = new ArrayList<>();
        StringBuilder line = new StringBuilder("counts");
        for (int thread = 0; thread <= HistoryJob.WRITERS; thread++) {
            counts.add(HistoryJob.count(seen, thread));
            line.append(' ').append(counts.get(thread));
        }
        if (!HistoryJob.expected(counts).equals(seen)) {
            throw new AssertionError(directory + " holds no whole steps, not even " + counts + ": " + seen);
        }
        return line.toString();
    }
}
