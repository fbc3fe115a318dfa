package io.inlay.bench.result;

/** A file does not hold results that can be used. The message is one line for a person. */
public final class ResultsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception with its message. */
    public ResultsException(String message) {
        super(message);
    }
}
