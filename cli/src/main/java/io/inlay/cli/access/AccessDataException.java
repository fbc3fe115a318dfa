package io.inlay.cli.access;

/** Access data that is not as it should be. The message names the file, the line, what was found and what was expected. */
public final class AccessDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Tells what is wrong in a line.
     *
     * @param source the file
     * @param line counted from 1
     */
    public AccessDataException(String source, long line, String problem) {
        super(source + ", line " + line + ": " + problem);
    }
}
