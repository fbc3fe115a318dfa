package io.inlay.bench.compare;

import io.inlay.bench.result.Interval;

/**
 * One figure before and now.
 *
 * @param row id of its row
 * @param engine on which engine
 * @param size how large the data was
 * @param figure what it is of
 * @param before the figure of the older results
 * @param now the figure of the newer results
 * @param quotient now divided by before, with the noise of both
 * @param verdict what is to be made of it
 */
public record Change(
        String row,
        String engine,
        long size,
        Figure figure,
        Interval before,
        Interval now,
        Interval quotient,
        Verdict verdict) {
    /** Two figures that differ by less are never told apart. */
    public static final double LEAST_DIFFERENCE = 0.05;

    /** What a figure is of. */
    public enum Figure {
        /** The subject's time divided by that of its fastest peer, which a slower or busier machine changes little. */
        RATIO,
        /** The subject's time in nanoseconds. */
        TIME
    }

    /** What a change is. */
    public enum Verdict {
        /** The intervals have no value in common, and now is the lesser by {@link #LEAST_DIFFERENCE} or more. */
        FASTER,
        /** The intervals have no value in common, and now is the greater by {@link #LEAST_DIFFERENCE} or more. */
        SLOWER,
        /** Not distinguishable from noise. */
        NOISE,
        /** Machine, JDK or settings differ, and the figure depends on them. */
        NOT_COMPARABLE
    }

    static Change of(
            String row, String engine, long size, Figure figure, Interval before, Interval now, boolean comparable) {
        Interval quotient = now.dividedBy(before);
        Verdict verdict = comparable ? verdict(before, now, quotient.value()) : Verdict.NOT_COMPARABLE;
        return new Change(row, engine, size, figure, before, now, quotient, verdict);
    }

    private static Verdict verdict(Interval before, Interval now, double quotient) {
        if (now.overlaps(before) || Math.abs(quotient - 1) < LEAST_DIFFERENCE) {
            return Verdict.NOISE;
        }
        return quotient > 1 ? Verdict.SLOWER : Verdict.FASTER;
    }
}
