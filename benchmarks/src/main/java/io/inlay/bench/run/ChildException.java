package io.inlay.bench.run;

/** A child process did not do what it was to. */
final class ChildException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    enum Kind {
        /** It ended with an error of its own. */
        FAILED,
        /** It was killed because it had no time left. */
        TIME,
        /** It was killed, or not started, because the run is to end. */
        INTERRUPTED
    }

    private final Kind kind;
    private final String reason;

    ChildException(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
        this.reason = reason;
    }

    /** What to tell a reader, without a full stop. */
    String reason() {
        return reason;
    }

    Kind kind() {
        return kind;
    }
}
