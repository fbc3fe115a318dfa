package io.inlay.cli;

import io.inlay.cli.store.UsageException;
import io.inlay.compactor.EmptySyncException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code inlay} command with its subcommands. */
@Command(
        name = "inlay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Stores snapshots of who has access to what, and replaces whole snapshots atomically.",
        subcommands = {
            QuickstartCommand.class,
            ImportCommand.class,
            CompactCommand.class,
            RollupCommand.class,
            MergeCommand.class,
            FoldCommand.class,
            DiffCommand.class,
            RetainCommand.class,
            ListCommand.class,
            GetCommand.class,
            InspectCommand.class,
            VerifyCommand.class,
            EnginesCommand.class,
            BenchCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:bad usage", "3:nothing to do"})
final class Inlay implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // set by picocli
    Inlay() {}

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Runs a command line and returns its exit code. Every error is one line on {@code err}. */
    static int run(Console console, String... args) {
        CommandLine line = new CommandLine(new Inlay(), new ConsoleFactory(console));
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // a file may be called @ and the name of another
        line.setParameterExceptionHandler((e, given) -> misused(console, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(console, e, command));
        try {
            return line.execute(args);
        } catch (Error e) {
            return failed(console, e, line);
        }
    }

    private static int misused(Console console, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        say(console, e.getMessage() + " (see: " + command + " --help)");
        return ExitCode.BAD_USAGE;
    }

    private static int failed(Console console, Throwable e, CommandLine command) {
        say(console, Problems.line(e, command.getCommandSpec()));
        ParseResult parsed = command.getParseResult();
        if (parsed != null && parsed.hasMatchedOption("--debug")) {
            e.printStackTrace(console.err());
        }
        if (e instanceof UsageException) {
            return ExitCode.BAD_USAGE;
        }
        boolean nothing = e instanceof EmptySyncException || e instanceof NothingToDoException;
        return nothing ? ExitCode.NOTHING_TO_DO : ExitCode.FAILED;
    }

    private static void say(Console console, String message) {
        console.err().println("inlay: " + message.strip().replaceAll("\\p{Cntrl}+", " "));
    }
}
