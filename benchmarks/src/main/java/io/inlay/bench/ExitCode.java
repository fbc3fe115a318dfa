package io.inlay.bench;

/** How {@code inlay bench} ends; up to 3 as every command of {@code inlay} does. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;
    static final int NOTHING_TO_DO = 3;

    /** With {@code --compare}: something became slower, or takes more, by more than the noise. */
    static final int SLOWER = 4;

    private ExitCode() {}
}
