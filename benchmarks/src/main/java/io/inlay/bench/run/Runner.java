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
     * @param done told of each result
     * @return one result for each task that was begun; fewer than tasks only after {@link #stop}
     * @throws IOException if the working directory cannot be written
     */
    public List<RowResult> run(List<Task> tasks, Consumer<Task> begun, Consumer<RowResult> done)
            throws IOException, InterruptedException {
        List<RowResult> results = new ArrayList<>();
        long end = System.nanoTime() + settings.budget().toNanos();
        try (WorkDirectory directory = WorkDirectory.in(settings.directory())) {
            Bench bench = new Bench(directory.path(), children, environment);
            for (int i = 0; i < tasks.size(); i++) {
                if (i > 0 && !tasks.get(i).sharesDataWith(tasks.get(i - 1))) {
                    bench.forgetData();
                }
                begun.accept(tasks.get(i));
                Allowance allowance = Allowance.share(System.nanoTime(), end, tasks.size() - i);
                RowRun run = new RowRun(bench, tasks.get(i).row(), tasks.get(i).engine(), settings.rounds(), allowance);
                RowResult result = run.run(tasks.get(i).sizes());
                results.add(result);
                done.accept(result);
                if (run.wasInterrupted()) {
                    break;
                }
            }
        }
        return results;
    }
}
