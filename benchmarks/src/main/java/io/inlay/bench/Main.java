package io.inlay.bench;

import picocli.CommandLine;

/** Entry point of {@code inlay bench}. */
public final class Main {
    private Main() {}

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand(System.out, System.err)).execute(args));
    }
}
