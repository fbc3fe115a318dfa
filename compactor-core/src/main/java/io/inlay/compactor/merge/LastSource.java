package io.inlay.compactor.merge;

/**
 * What becomes of the records that the last source holds in one bucket.
 *
 * @param held how many it holds
 * @param kept how many of them the merge holds byte for byte, whether its own or an equal one won
 */
public record LastSource(long held, long kept) {
    LastSource plus(LastSource other) {
        return new LastSource(held + other.held, kept + other.kept);
    }
}
