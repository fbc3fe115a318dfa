package io.inlay.bench;

import io.inlay.bench.catalogue.Catalogue;
import io.inlay.bench.catalogue.Row;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SizeResult;
import io.inlay.bench.run.Runner;
import io.inlay.bench.run.Settings;
import io.inlay.bench.run.Task;
import io.inlay.engine.Engines;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code inlay bench}: measures rows of the catalogue. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measure the engines on this machine.")
final class BenchCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--quick", description = "Small sizes, fewer rows and rounds; ends within 5 minutes.")
    private boolean quick;

    @Option(names = "--engine", paramLabel = "NAME", description = "Measure this engine only; may be repeated.")
    private List<String> engines = new ArrayList<>();

    @Option(names = "--only", paramLabel = "ID", description = "Measure this row only; may be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "List the rows.")
    private boolean list;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each side; 7, or 3 with --quick.")
    private @Nullable Integer rounds;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where data is written and removed afterwards.")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    BenchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            Catalogue.rows().forEach(row -> out.println(row.id() + "  " + row.title()));
            return 0;
        }
        Set<String> names =
                new LinkedHashSet<>(engines.isEmpty() ? Engines.providers().keySet() : engines);
        Settings settings = new Settings(
                quick,
                names,
                Set.copyOf(only),
                rounds != null ? rounds : quick ? Settings.QUICK_ROUNDS : Settings.ROUNDS,
                directory,
                quick ? Settings.QUICK_BUDGET : Settings.FULL_BUDGET);
        List<Row> rows = Catalogue.rows();
        Runner runner = new Runner(settings, System.getenv());
        runner.run(
                Task.of(rows, names, settings),
                task -> err.println(task.row().id() + " on " + task.engine() + "..."),
                this::print);
        return 0;
    }

    private void print(RowResult row) {
        for (SizeResult size : row.sizes()) {
            out.printf(Locale.ROOT, "%s on %s, %,d:%n", row.id(), row.engine(), size.size());
            for (SideResult side : size.sides()) {
                out.printf(
                        Locale.ROOT,
                        "  %-40s %10.1f ms, median %10.1f ms, %4d MiB anonymous, JDK %d %s%n",
                        side.title(),
                        side.leastNanos() / 1e6,
                        side.medianNanos() / 1e6,
                        side.anonymousBytes() >> 20,
                        side.jdk(),
                        side.rounds().isEmpty() ? "" : side.rounds().get(0).more());
            }
            size.ratio()
                    .ifPresent(ratio -> out.printf(
                            Locale.ROOT, "  ratio %.3f (%.3f to %.3f)%n", ratio.value(), ratio.low(), ratio.high()));
        }
        if (row.goal() != null) {
            out.printf(
                    Locale.ROOT,
                    "  %s: %.3f, at most %.3f%n",
                    row.goal().verdict(),
                    row.goal().value().value(),
                    row.goal().bound());
        }
        row.remarks().forEach(remark -> out.println("  " + remark));
    }
}
