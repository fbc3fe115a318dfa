package io.inlay.bench.result;

/**
 * A figure with its noise.
 *
 * @param value the figure: of times the least, of ratios that of least times
 * @param low the least that it may be
 * @param high the greatest that it may be: of times the median
 */
public record Interval(double value, double low, double high) {
    /** A time between the least and the median of several rounds. */
    public static Interval of(SideResult side) {
        return new Interval(
                atLeastOne(side.leastNanos()), atLeastOne(side.leastNanos()), atLeastOne(side.medianNanos()));
    }

    /** A time of 0 would make every ratio infinite. */
    private static long atLeastOne(long nanos) {
        return Math.max(1, nanos);
    }

    /** A figure without noise. */
    public static Interval exactly(double value) {
        return new Interval(value, value, value);
    }

    /** This divided by another: least by least, from least by median to median by least. */
    public Interval dividedBy(Interval other) {
        return new Interval(value / other.value, low / other.high, high / other.low);
    }

    /** Whether a value lies within the noise. */
    public boolean holds(double other) {
        return low <= other && other <= high;
    }

    /** Whether the two have a value in common, so that they cannot be told apart. */
    public boolean overlaps(Interval other) {
        return low <= other.high && other.low <= high;
    }
}
