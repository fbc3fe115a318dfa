package io.inlay.cli;

import java.io.PrintStream;

/**
 * Where a command writes: results to {@code out}, errors and progress to {@code err}.
 *
 * @param terminal whether a person is watching
 * @param ending how the command ends when its process is told to
 */
record Console(PrintStream out, PrintStream err, boolean terminal, Ending ending) {
    Console(PrintStream out, PrintStream err, boolean terminal) {
        this(out, err, terminal, new Ending());
    }
}
