package io.inlay.cli;

/** There is nothing that the command could do. The message tells what is missing. */
final class NothingToDoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NothingToDoException(String message) {
        super(message);
    }
}
