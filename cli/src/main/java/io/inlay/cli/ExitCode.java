package io.inlay.cli;

/** How the command ends. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;
    static final int NOTHING_TO_DO = 3;

    private ExitCode() {}
}
