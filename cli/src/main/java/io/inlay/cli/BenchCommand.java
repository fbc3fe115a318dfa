package io.inlay.cli;

import io.inlay.cli.store.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands for the benchmarks, which the {@code inlay} script runs from a jar of their own. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure the engines on this machine; ./inlay bench --help in a checkout tells more.")
final class BenchCommand implements Callable<Integer> {
    @SuppressWarnings("UnusedVariable") // whatever is given, the answer is the same
    @Unmatched
    private final List<String> rest = new ArrayList<>();

    @Override
    public Integer call() {
        throw new UsageException("the benchmarks are not in this jar; run ./inlay bench in a checkout of the sources");
    }
}
