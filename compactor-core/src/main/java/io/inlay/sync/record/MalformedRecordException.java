package io.inlay.sync.record;

/**
 * A stored value that is no record of its kind: not protobuf, or a time outside the range of a protobuf Timestamp. It
 * means damage or a foreign writer, never a wrong argument.
 */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The offset of a fault whose place is not known. */
    public static final int UNKNOWN = -1;

    private final int offset;

    /**
     * @param offset where in the value, in bytes from its first, or {@link #UNKNOWN}
     */
    public MalformedRecordException(String message, int offset) {
        super(offset == UNKNOWN ? message : message + " at byte " + offset);
        this.offset = offset;
    }

    MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
        this.offset = UNKNOWN;
    }

    /** Where in the value the fault was met, in bytes from its first, or {@link #UNKNOWN}. */
    public int offset() {
        return offset;
    }
}
