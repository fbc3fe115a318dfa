package io.inlay.bench;

import com.google.gson.GsonBuilder;
import io.inlay.bench.catalogue.Row;
import io.inlay.bench.compare.Comparison;
import io.inlay.bench.report.Summary;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.ResultsFile;
import io.inlay.bench.run.Settings;
import io.inlay.bench.run.Task;
import io.inlay.engine.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code inlay bench}: measures rows of the catalogue, reports, and compares with older results. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure the engines on this machine, beside peers and the disk; writes JSON and an HTML report.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed, or a measured side did",
            "2:bad usage",
            "3:nothing to do",
            "4:with --compare: something became slower, or takes more, by more than the noise"
        })
final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final List<Row> catalogue;
    private final LongSupplier freeMemory;

    @Option(names = "--quick", description = "Small sizes, fewer rows and rounds; ends within 5 minutes on 2 cores.")
    private boolean quick;

    @Option(names = "--engine", paramLabel = "NAME", description = "Measure this engine only; may be repeated.")
    private List<String> engines = new ArrayList<>();

    @Option(names = "--only", paramLabel = "ID", description = "Measure this row only; may be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "List the rows and measure nothing.")
    private boolean list;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds of each side, 2 or more; default 7, with --quick 3.")
    private @Nullable Integer rounds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results.json and report.html go; default: inlay-bench in the current directory.")
    private Path out = Path.of("inlay-bench");

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where data is written, and removed afterwards; default: the temporary directory.")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--compare", paramLabel = "OLD.json", description = "Compare with older results.")
    private @Nullable Path compare;

    @Option(
            names = "--read",
            paramLabel = "NEW.json",
            description = "Measure nothing: take the results of this file, to compare or to write the report again.")
    private @Nullable Path read;

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @SuppressWarnings("UnusedVariable") // read from the parsed command line
    @Option(names = "--debug", description = "Print stack traces of failures.")
    private boolean debug;

    BenchCommand(Terminal terminal, List<Row> catalogue, LongSupplier freeMemory) {
        this.terminal = terminal;
        this.catalogue = catalogue;
        this.freeMemory = freeMemory;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            list();
            return ExitCode.DONE;
        }
        Results before = compare == null ? null : ResultsFile.read(compare);
        if (read == null) {
            return measure(before);
        }
        Results stored = ResultsFile.read(read);
        return finish(destination(), before, stored, List.of());
    }

    private int measure(@Nullable Results before) throws IOException, InterruptedException {
        Settings settings = settings();
        List<Task> tasks = Measurement.plan(settings, catalogue, freeMemory);
        OutDirectory to = destination();
        Measurement measurement = new Measurement(terminal, to);
        Results now = measurement.take(settings, catalogue, tasks);
        return finish(to, before, now, measurement.failed());
    }

    private OutDirectory destination() throws IOException {
        OutDirectory to = OutDirectory.of(out, read);
        if (compare != null && Files.exists(to.json()) && Files.isSameFile(compare, to.json())) {
            throw new UsageException(
                    ExitCode.BAD_USAGE, compare + " would be overwritten; --out names another directory");
        }
        return to;
    }

    private int finish(OutDirectory to, @Nullable Results before, Results now, List<String> failed) throws IOException {
        to.write(now);
        Comparison comparison = before == null ? null : Comparison.of(before, now);
        print(now, comparison);
        terminal.err().println("written: " + to.json() + " and " + to.page());
        if (!failed.isEmpty()) {
            throw new UsageException(ExitCode.FAILED, "a side failed, see there: " + String.join(", ", failed));
        }
        return comparison != null && comparison.isSlower() ? ExitCode.SLOWER : ExitCode.DONE;
    }

    private void list() {
        if (json) {
            terminal.out()
                    .println(new GsonBuilder().setPrettyPrinting().create().toJson(catalogue));
            return;
        }
        for (Row row : catalogue) {
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%-28s %-16s %-6s %s%n",
                            row.id(),
                            row.engines().isEmpty() ? "every engine" : String.join(",", row.engines()),
                            row.quickSizes().isEmpty() ? "" : "quick",
                            row.title());
        }
    }

    private Settings settings() {
        int least = rounds == null ? (quick ? Settings.QUICK_ROUNDS : Settings.ROUNDS) : rounds;
        if (least < 2) {
            throw new UsageException(
                    ExitCode.BAD_USAGE, "--rounds " + least + ": 2 or more are needed to tell the noise");
        }
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new UsageException(
                    ExitCode.BAD_USAGE, "--dir " + directory + " is not a directory that can be written");
        }
        return new Settings(
                quick,
                known("engine", engines, Engines.providers().keySet()),
                known("row", only, catalogue.stream().map(Row::id).toList()),
                least,
                directory,
                quick ? Settings.QUICK_BUDGET : Settings.FULL_BUDGET);
    }

    private static Set<String> known(String what, List<String> asked, Iterable<String> all) {
        Set<String> known = new LinkedHashSet<>();
        all.forEach(known::add);
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new UsageException(
                        ExitCode.BAD_USAGE, "no " + what + " \"" + name + "\"; there are: " + String.join(", ", known));
            }
        }
        return new LinkedHashSet<>(asked);
    }

    /** What {@code --json} prints with {@code --compare}. */
    private record Compared(Results results, Comparison comparison) {}

    private void print(Results now, @Nullable Comparison comparison) {
        String text;
        if (json) {
            text = comparison == null ? ResultsFile.json(now) : ResultsFile.json(new Compared(now, comparison));
        } else {
            text = Summary.of(now) + (comparison == null ? "" : "\n" + Summary.of(comparison));
        }
        terminal.out().print(text);
        if (terminal.out().checkError()) {
            throw new UsageException(ExitCode.FAILED, "the result cannot be written to the standard output");
        }
    }
}
