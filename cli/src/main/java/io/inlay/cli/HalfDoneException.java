package io.inlay.cli;

import java.util.List;

/** One of several steps failed after others took effect. The message names these. */
final class HalfDoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    HalfDoneException(RuntimeException failure, List<String> done) {
        super(String.join(", ", done), failure);
        this.failure = failure;
    }

    RuntimeException failure() {
        return failure;
    }
}
