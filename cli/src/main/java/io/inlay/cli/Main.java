package io.inlay.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Entry point of the {@code inlay} command. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the process with its exit code, or that of the signal that ended it.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::await, "inlay-ending"));
        int code = Inlay.run(new Console(out, err, isTerminal(), ending), args);
        ending.ended();
        System.exit(code);
    }

    /** Whether a person is watching. From JDK 22 on there may be a console without a terminal. */
    @SuppressWarnings("SystemConsoleNull") // null on older JDKs; what newer ones give is asked below
    private static boolean isTerminal() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
