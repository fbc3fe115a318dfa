package io.inlay.bench.compare;

import io.inlay.bench.result.Interval;
import org.jspecify.annotations.Nullable;

/**
 * One figure before and now.
 *
 * @param row id of its row
 * @param engine on which engine
 * @param size how large the data was
 * @param figure what it is of
 * @param name name of the further figure; empty unless the figure is a FIGURE
 * @param before the figure of the older results
 * @param now the figure of the newer results
 * @param quotient now divided by before, with the noise of both
 * @param ratio of a TIME: the ratio to the fastest peer now divided by that before, shown beside it; null without the same peers
 * @param verdict what is to be made of it
 */
public record Change(
        String row,
        String engine,
        long size,
        Figure figure,
        String name,
        Interval before,
        Interval now,
        Interval quotient,
        @Nullable Interval ratio,
        Verdict verdict) {
    /** Two figures that differ by less are never told apart. */
    public static final double LEAST_DIFFERENCE = 0.05;

    /** What a figure is of. */
    public enum Figure {
        /** The subject's time in nanoseconds. */
        TIME,
        /** The subject's time divided by that of its fastest peer. */
        RATIO,
        /** The further figure of the subject that the row's target bounds. */
        FIGURE,
        /** The most anonymous memory of the subject in bytes. */
        MEMORY
    }

    /** What a change is. */
    public enum Verdict {
        /** The intervals have no value in common, and now is the lesser by {@link #LEAST_DIFFERENCE} or more. */
        FASTER,
        /** The intervals have no value in common, and now is the greater by {@link #LEAST_DIFFERENCE} or more. */
        SLOWER,
        /** Not distinguishable from noise, or of fewer than two rounds. */
        NOISE,
        /** Machine, JDK or settings differ, and the figure depends on them. */
        NOT_COMPARABLE
    }

    /** How two figures differ that can be compared. */
    static Verdict verdict(Interval before, Interval now) {
        double quotient = now.value() / before.value();
        if (now.overlaps(before) || Math.abs(quotient - 1) < LEAST_DIFFERENCE) {
            return Verdict.NOISE;
        }
        return quotient > 1 ? Verdict.SLOWER : Verdict.FASTER;
    }
}
