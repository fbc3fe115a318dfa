package io.inlay.sync.key;

/**
 * A stored key that does not have the layout of its bucket: too short, a wrong number of elements, or an invalid
 * escape. It means damage or a foreign writer, never a wrong argument.
 */
public final class MalformedKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param offset where in the key, in bytes from its first
     */
    public MalformedKeyException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** Where in the key the fault was met, in bytes from its first. */
    public int offset() {
        return offset;
    }
}
