package io.inlay.cli;

import io.inlay.cli.quickstart.Steps;
import io.inlay.sync.bulk.Progress;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows on a terminal how far a long call is, on one line that it writes again and again. Shows nothing where there is no
 * terminal. Safe for many threads.
 */
final class ProgressBar implements Steps, AutoCloseable {
    private static final int WIDTH = 24;
    private static final int COLUMNS = 79;

    private final @Nullable PrintStream err;
    private String step = "";

    ProgressBar(Console console) {
        this.err = console.terminal() ? console.err() : null;
    }

    @Override
    public synchronized void step(String what) {
        step = what;
        show(what);
    }

    @Override
    public synchronized void at(Progress progress) {
        String phase = progress.phase().name().toLowerCase(Locale.ROOT);
        show(String.format(Locale.ROOT, "%s  %s %s%,d rows", step, phase, bar(progress), progress.records()));
    }

    private static String bar(Progress progress) {
        if (progress.expectedRecords().isEmpty()) {
            return "";
        }
        long whole = Math.max(1, progress.expectedRecords().getAsLong());
        int done = (int) Math.min(WIDTH, WIDTH * progress.records() / whole);
        return "[" + "=".repeat(done) + " ".repeat(WIDTH - done) + "] ";
    }

    private void show(String text) {
        if (err == null) {
            return;
        }
        String line = text.length() <= COLUMNS ? text : "..." + text.substring(text.length() - COLUMNS + 3);
        err.print("\r" + line + " ".repeat(COLUMNS - line.length()));
        err.flush();
    }

    /** Clears the line. */
    @Override
    public synchronized void close() {
        if (err != null) {
            err.print("\r" + " ".repeat(COLUMNS) + "\r");
            err.flush();
        }
    }
}
