package io.inlay.bench.result;

import io.inlay.bench.catalogue.Target;

/**
 * A target and how it was met.
 *
 * @param kind what is bounded
 * @param figure name of the bounded further figure; empty unless the kind is FIGURE
 * @param bound the greatest value that reaches it; of a SPEEDUP the least
 * @param value what was measured, with its noise; zeros if nothing was
 * @param verdict what came of it
 */
public record Goal(Target.Kind kind, String figure, double bound, Interval value, Verdict verdict) {
    /**
     * The value as a part of what the bound allows: at most 1 where it is reached. Infinite where nothing is allowed and something
     * was measured.
     */
    public Interval partOfBound() {
        if (kind == Target.Kind.SPEEDUP) {
            return Interval.exactly(bound).dividedBy(value);
        }
        return value.value() == 0 ? value : value.dividedBy(Interval.exactly(bound));
    }

    /** How a target was met. */
    public enum Verdict {
        /** The value reaches the bound. */
        REACHED,
        /** It does not. */
        MISSED,
        /**
         * Not to be quoted: the rounds spread too far, however often they were taken; or there are fewer than two; or a durable copy
         * was made in memory.
         */
        NOT_QUOTABLE,
        /** One of the sides that it needs was not measured. */
        NOT_MEASURED
    }
}
