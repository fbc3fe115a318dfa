package io.inlay.sync.record;

/** A record that must not be stored: the message names its kind, its identity, the field, and what is wrong with it. */
public final class InvalidRecordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Made with the whole message. */
    public InvalidRecordException(String message) {
        super(message);
    }
}
