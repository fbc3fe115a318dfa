package io.inlay.bench.run;

/**
 * How long something may take, as values of {@link System#nanoTime}.
 *
 * @param soft no further round is begun after it, once there are enough to tell a least time
 * @param hard what runs then is killed
 */
record Allowance(long soft, long hard) {
    /** A row may take so many times its share of the time before it is killed. */
    private static final int OVERDRAFT = 3;

    /** The share of one of several rows that are to end by some time. */
    static Allowance share(long now, long end, int rows) {
        long share = Math.max(0, end - now) / rows;
        return new Allowance(now + share, Math.min(end, now + OVERDRAFT * share));
    }

    boolean isUsedUp() {
        return System.nanoTime() - soft >= 0;
    }
}
