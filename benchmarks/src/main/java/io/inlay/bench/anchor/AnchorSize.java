package io.inlay.bench.anchor;

/**
 * How large the anchor data set is.
 *
 * @param grants grants of the sync that stands for the whole, 100 to 100 000 000; a tenth as many resources, a hundredth as
 *     many entitlements
 */
record AnchorSize(long grants) {
    static final int TYPES = 20;
    private static final long LEAST = 100;
    private static final long MOST = 100_000_000;

    AnchorSize {
        if (grants < LEAST || grants > MOST) {
            throw new IllegalArgumentException(
                    "the anchor data set has " + LEAST + " to " + MOST + " grants, not " + grants);
        }
    }

    long resources() {
        return grants / 10;
    }

    long entitlements() {
        return grants / 100;
    }
}
