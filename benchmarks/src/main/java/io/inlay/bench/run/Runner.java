package io.inlay.bench.run;

import io.inlay.bench.result.RowResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures tasks one after the other. {@link #stop} may come from another thread; all else is for one.
 */
public final class Runner {
    /**
     * What came of a run.
     *
     * @param rows what was measured
     * @param failed the rows of which a side ended with an error
     * @param complete false after {@link #stop}
     */
    public record Outcome(List<RowResult> rows, List<String> failed, boolean complete) {
        /** An outcome with copies of the lists. */
        public Outcome {
            rows = List.copyOf(rows);
            failed = List.copyOf(failed);
        }
    }

    private final Settings settings;
    private final Map<String, String> environment;
    private final Children children = new Children();

    /**
     * A runner.
     *
     * @param environment variables of the environment, which may name JDKs
     */
    public Runner(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = Map.copyOf(environment);
    }

    /** Kills the child that runs; {@link #run} returns soon, with what it has. */
    public void stop() {
        children.end();
    }

    /**
     * Measures all tasks, and removes what it has written.
     *
     * @param begun told of each task before it is measured
     * @param done told of all results so far, after each task
     * @throws IOException if the working directory cannot be written
     */
    public Outcome run(List<Task> tasks, Consumer<Task> begun, Consumer<List<RowResult>> done)
            throws IOException, InterruptedException {
        List<RowResult> results = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        long end = System.nanoTime() + settings.budget().toNanos();
        try (WorkDirectory directory = WorkDirectory.in(settings.directory())) {
            Bench bench = new Bench(directory.path(), children, environment);
            for (int i = 0; i < tasks.size(); i++) {
                Task task = tasks.get(i);
                if (i > 0 && !task.sharesDataWith(tasks.get(i - 1))) {
                    bench.forgetData();
                }
                begun.accept(task);
                Allowance allowance = Allowance.share(System.nanoTime(), end, tasks.size() - i);
                RowRun run = new RowRun(bench, task.row(), task.engine(), settings.rounds(), allowance);
                results.add(run.run(task.sizes()));
                if (run.hasFailed()) {
                    failed.add(task.row().id() + " on " + task.engine());
                }
                if (run.wasInterrupted()) {
                    return new Outcome(results, failed, false);
                }
                done.accept(results);
            }
        }
        return new Outcome(results, failed, true);
    }
}
