package io.inlay.bench;

import java.io.PrintStream;
import java.util.List;

/**
 * Where the command writes, how it was called, and how it ends.
 *
 * @param out results
 * @param err progress and errors
 * @param arguments its command line
 * @param checkout the directory of the sources; empty if unknown
 * @param ending what to do when its process is told to end
 */
record Terminal(PrintStream out, PrintStream err, List<String> arguments, String checkout, Ending ending) {}
