package io.inlay.cli.store;

/** A command line or setting that cannot be carried out as it stands. The message names what was wrong and what would be right. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what was wrong. */
    public UsageException(String message) {
        super(message);
    }
}
