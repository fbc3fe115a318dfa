package io.inlay.compactor.merge;

/** Index rows of the sources are not those that the winners imply. Caught within this package. */
final class StrayRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StrayRowException(String message) {
        super(message, null, false, false);
    }
}
