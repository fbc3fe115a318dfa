package io.inlay.bench.result;

import io.inlay.bench.catalogue.Target;

/**
 * A target and how it was met.
 *
 * @param kind what is bounded
 * @param figure name of the bounded further figure; empty unless the kind is FIGURE
 * @param bound the greatest value that reaches it
 * @param value what was measured, with its noise; zeros if nothing was
 * @param verdict what came of it
 */
public record Goal(Target.Kind kind, String figure, double bound, Interval value, Verdict verdict) {
    /** How a target was met. */
    public enum Verdict {
        /** The value is at most the bound. */
        REACHED,
        /** The value is above the bound. */
        MISSED,
        /** The rounds spread too far, however often they were taken: not to be quoted. */
        NOT_QUOTABLE,
        /** One of the sides that it needs was not measured. */
        NOT_MEASURED
    }
}
