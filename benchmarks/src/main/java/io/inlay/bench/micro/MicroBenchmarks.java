package io.inlay.bench.micro;

import io.inlay.engine.Engines;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the micro-benchmarks. A program that takes JMH's own options, as {@code MicroBenchmarks RunBenchmark -prof gc}. Unless {@code
 * -p engine=…} says otherwise all engines of the class path are measured, and unless {@code -jvmArgsAppend} does, in a heap of 128
 * MiB.
 */
public final class MicroBenchmarks {
    /** The parameter that names the engine. */
    static final String ENGINE = "engine";

    private static final String ALL = "^io\\.inlay\\.bench\\.micro\\.";
    private static final String HEAP = "-Xmx128m";

    private MicroBenchmarks() {}

    /**
     * Runs what the arguments ask for.
     *
     * @throws CommandLineOptionException for arguments that JMH does not know
     * @throws RunnerException when none is of that name, or a benchmark fails and {@code -foe true} is given
     */
    public static void main(String[] arguments) throws Exception {
        CommandLineOptions given = new CommandLineOptions(arguments);
        Runner runner = new Runner(complete(given));
        if (given.shouldHelp()) {
            given.showHelp();
        } else if (given.shouldList()) {
            runner.list();
        } else if (given.shouldListProfilers()) {
            given.listProfilers();
        } else {
            runner.run();
        }
    }

    /** The options with what they leave open. */
    static Options complete(Options given) {
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(ALL);
        }
        if (!given.getParameter(ENGINE).hasValue()) {
            options.param(ENGINE, Engines.providers().keySet().toArray(String[]::new));
        }
        if (!given.getJvmArgsAppend().hasValue()) {
            options.jvmArgsAppend(HEAP);
        }
        return options.build();
    }
}
