package io.inlay.bench;

import io.inlay.bench.micro.MicroBenchmarks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code inlay bench micro}: the micro-benchmarks, with the options of JMH. */
@Command(
        name = "micro",
        description = "Run the JMH micro-benchmarks; takes JMH's own options, -h lists them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a benchmark failed", "2:bad usage"})
final class MicroCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REGEX|OPTION", description = "Names of benchmarks, and options such as -prof gc.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        try {
            MicroBenchmarks.main(arguments.toArray(String[]::new));
            return ExitCode.DONE;
        } catch (CommandLineOptionException e) {
            throw new UsageException(ExitCode.BAD_USAGE, e.getMessage() + " (see: inlay bench micro -h)");
        } catch (NoBenchmarksException e) {
            throw new UsageException(
                    ExitCode.BAD_USAGE,
                    "no benchmark is named like " + String.join(" ", arguments) + "; inlay bench micro -l lists them");
        } catch (RunnerException e) {
            throw new UsageException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
