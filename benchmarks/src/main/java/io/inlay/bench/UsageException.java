package io.inlay.bench;

/** The command cannot do what it was asked for; the message is one line for a person. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    UsageException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
