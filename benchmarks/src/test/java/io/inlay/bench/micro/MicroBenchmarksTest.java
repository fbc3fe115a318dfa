package io.inlay.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engines;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class MicroBenchmarksTest {
    @TempDir
    Path directory;

    /** Not what they measure, but that each still runs. */
    @Test
    void every_benchmark_runs_on_every_engine() throws Exception {
        Options brief = new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(5))
                .param("records", "2000")
                .param("grants", "1000")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .output(directory.resolve("output").toString())
                .build();
        Collection<RunResult> results = new Runner(MicroBenchmarks.complete(brief)).run();
        Set<String> ran = new TreeSet<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            ran.add(name.replaceAll(".*\\.(\\w+)Benchmark\\.(\\w+)", "$1.$2") + " "
                    + result.getParams().getParam("engine"));
        }
        Set<String> expected = new TreeSet<>(Set.of("Record.timestamp null", "Record.rekey null"));
        for (String engine : Engines.providers().keySet()) {
            for (String name : Set.of(
                    "Read.next",
                    "Read.seek",
                    "Read.get",
                    "Run.add",
                    "Run.addAll",
                    "Replace.commit",
                    "Merge.winner",
                    "Sync.compact",
                    "Sync.merge")) {
                expected.add(name + " " + engine);
            }
        }
        assertThat(ran).isEqualTo(expected);
    }
}
