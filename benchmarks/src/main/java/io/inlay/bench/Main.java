package io.inlay.bench;

import io.inlay.bench.catalogue.Catalogue;
import io.inlay.bench.catalogue.Row;
import io.inlay.bench.result.Machine;
import io.inlay.bench.result.ResultsException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Entry point of {@code inlay bench}. */
public final class Main {
    /** Names the directory of the sources, whose commit is recorded. */
    private static final String CHECKOUT = "inlay.checkout";

    private Main() {}

    /**
     * Runs the command and ends the process with its exit code, or that of the signal that ended it.
     *
     * @param args the command line, without the word {@code bench}
     */
    public static void main(String[] args) {
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::await, "inlay-ending"));
        Terminal terminal = new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                List.of(args),
                System.getProperty(CHECKOUT, ""),
                ending);
        int code = run(terminal, Catalogue.rows(), Machine::availableMemoryBytes);
        ending.ended();
        System.exit(code);
    }

    /** Runs the command over some rows, on a machine with so much free memory. Every error is one line on {@code err}. */
    static int run(Terminal terminal, List<Row> rows, LongSupplier freeMemory) {
        CommandLine line = new CommandLine(new BenchCommand(terminal, rows, freeMemory));
        line.setCommandName("inlay bench");
        line.addSubcommand(new CommandLine(new MicroCommand()).setUnmatchedOptionsArePositionalParams(true));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, given) -> misused(terminal, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (parsed.hasMatchedOption("--debug")) {
                e.printStackTrace(terminal.err());
            }
            return failed(terminal, e);
        });
        return line.execute(terminal.arguments().toArray(String[]::new));
    }

    private static int misused(Terminal terminal, ParameterException e) {
        say(terminal, e.getMessage() + " (see: inlay bench --help)");
        return ExitCode.BAD_USAGE;
    }

    private static int failed(Terminal terminal, Exception e) {
        boolean told = e instanceof UsageException || e instanceof ResultsException;
        say(terminal, told ? String.valueOf(e.getMessage()) : e.getClass().getSimpleName() + ": " + e.getMessage());
        if (e instanceof ResultsException) {
            return ExitCode.BAD_USAGE;
        }
        return e instanceof UsageException usage ? usage.exitCode() : ExitCode.FAILED;
    }

    private static void say(Terminal terminal, String message) {
        terminal.err().println("inlay: " + message.strip().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " "));
    }
}
