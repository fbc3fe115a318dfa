package io.inlay.bench;

import io.inlay.bench.catalogue.Row;
import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.run.Needs;
import io.inlay.bench.run.Origins;
import io.inlay.bench.run.Runner;
import io.inlay.bench.run.Settings;
import io.inlay.bench.run.Task;
import io.inlay.engine.Engines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** One run from its checks to its results. Partial results are in the output directory after every row. For one thread. */
final class Measurement {
    private static final double NANOS = 1e9;

    private final Terminal terminal;
    private final OutDirectory to;
    private final Map<String, String> environment = System.getenv();
    private final List<String> leftOut = new ArrayList<>();
    private List<String> failed = List.of();
    private int begun;

    Measurement(Terminal terminal, OutDirectory to) {
        this.terminal = terminal;
        this.to = to;
    }

    /** The rows of which a side ended with an error. */
    List<String> failed() {
        return failed;
    }

    /**
     * What a run would measure, once it is sure that the machine has what it needs; nothing is written for that.
     *
     * @param freeMemory tells how many bytes of memory could be taken now
     */
    static List<Task> plan(Settings settings, List<Row> catalogue, LongSupplier freeMemory) throws IOException {
        Collection<String> engines =
                new TreeSet<>(settings.engines().isEmpty() ? Engines.providers().keySet() : settings.engines());
        List<Task> tasks = Task.of(catalogue, engines, settings);
        if (tasks.isEmpty()) {
            throw new UsageException(
                    ExitCode.NOTHING_TO_DO, "nothing to measure: no asked row applies to an asked engine");
        }
        long freeDisk = Files.getFileStore(settings.directory()).getUsableSpace();
        Optional<String> lack = Needs.of(tasks).lack(settings.directory(), freeDisk, freeMemory.getAsLong());
        if (lack.isPresent()) {
            throw new UsageException(ExitCode.FAILED, lack.get());
        }
        return tasks;
    }

    /** Measures; of a run that is told to end, what there is by then. */
    Results take(Settings settings, List<Row> catalogue, List<Task> tasks) throws IOException, InterruptedException {
        noteLeftOut(settings, catalogue);
        Needs.withoutJdk(tasks, environment).forEach(this::say);
        String fileSystem = Files.getFileStore(settings.directory()).type();
        if (Machine.keepsInMemory(fileSystem)) {
            say(
                    "WARNING: " + settings.directory() + " lies in memory (" + fileSystem
                            + "): durable copies mean nothing there, and nothing against them is to be quoted; --dir names a disk");
        }
        return run(settings, tasks);
    }

    private void noteLeftOut(Settings settings, List<Row> catalogue) {
        for (Row row : catalogue) {
            boolean asked = settings.only().isEmpty() || settings.only().contains(row.id());
            if (asked && settings.quick() && row.quickSizes().isEmpty()) {
                leftOut.add(row.title() + " (" + row.id() + "): it needs more time than --quick has.");
            }
        }
        if (!leftOut.isEmpty()) {
            say(leftOut.size() + " rows are left out by --quick; the report lists them");
        }
    }

    private Results run(Settings settings, List<Task> tasks) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String command = String.join(" ", terminal.arguments());
        Origin origin = Origins.of(settings, "./inlay bench " + command, terminal.checkout(), environment);
        Runner runner = new Runner(settings, environment);
        terminal.ending().inOrder(runner);
        Runner.Outcome outcome = runner.run(
                tasks,
                task -> say(
                        "[" + ++begun + "/" + tasks.size() + "] " + task.row().title() + ", " + task.engine() + "..."),
                rows -> keep(Results.of(false, origin.after((System.nanoTime() - start) / NANOS), rows, leftOut)));
        failed = outcome.failed();
        List<RowResult> rows = outcome.rows();
        return Results.of(outcome.complete(), origin.after((System.nanoTime() - start) / NANOS), rows, leftOut);
    }

    private void keep(Results partial) {
        try {
            to.write(partial);
        } catch (IOException e) {
            throw new UncheckedIOException("writing results: " + e.getMessage(), e);
        }
    }

    private void say(String line) {
        terminal.err().println(line);
    }
}
