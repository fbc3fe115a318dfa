package io.inlay.bench.catalogue;

/**
 * What a row is to reach.
 *
 * @param kind what is bounded
 * @param figure name of the bounded figure of {@link io.inlay.bench.work.Figures#more()}; empty unless the kind is FIGURE
 * @param bound the greatest value that reaches it (of a SPEEDUP the least) where the measured side runs on a JDK below 22
 * @param boundFrom22 the same on JDK 22 and newer
 */
public record Target(Kind kind, String figure, double bound, double boundFrom22) {
    private static final int FOREIGN_FUNCTIONS = 22;

    /** What a target bounds. */
    public enum Kind {
        /** The subject's least time divided by the least time of the fastest peer. */
        RATIO,
        /** The least time of the fastest peer divided by the subject's. Here the bound is the least value that reaches it. */
        SPEEDUP,
        /** Time per record at the greatest size divided by that at the smallest, least times both. */
        GROWTH,
        /** The median over all rounds of one of the subject's further figures. */
        FIGURE;

        /** Whether a value reaches a bound. */
        public boolean reaches(double value, double bound) {
            return this == SPEEDUP ? value >= bound : value <= bound;
        }
    }

    /** The subject takes at most so many times as long as its fastest peer. */
    public static Target ratio(double atMost) {
        return new Target(Kind.RATIO, "", atMost, atMost);
    }

    /** The subject is at least so many times as fast as its fastest peer. */
    public static Target timesFaster(double atLeast) {
        return new Target(Kind.SPEEDUP, "", atLeast, atLeast);
    }

    /** A record of the greatest size takes at most so many times as long as one of the smallest. */
    public static Target growth(double atMost) {
        return new Target(Kind.GROWTH, "", atMost, atMost);
    }

    /** A further figure of the subject is at most so much. */
    public static Target figure(String name, double atMost) {
        return new Target(Kind.FIGURE, name, atMost, atMost);
    }

    /** This target with another bound where the subject runs on JDK 22 or newer. */
    public Target from22(double other) {
        return new Target(kind, figure, bound, other);
    }

    /** The bound that holds on a JDK of a feature version. */
    public double on(int jdk) {
        return jdk >= FOREIGN_FUNCTIONS ? boundFrom22 : bound;
    }
}
