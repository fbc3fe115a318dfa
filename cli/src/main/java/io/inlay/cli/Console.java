package io.inlay.cli;

import java.io.PrintStream;

/**
 * Where a command writes: results to {@code out}, errors and progress to {@code err}.
 *
 * @param terminal whether a person is watching
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {}
