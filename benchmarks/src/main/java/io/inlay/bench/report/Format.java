package io.inlay.bench.report;

import io.inlay.bench.catalogue.Target;
import io.inlay.bench.result.Goal;
import java.util.Locale;

/** Numbers as a reader sees them, on the page and on a terminal. */
public final class Format {
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final double HALF = 0.5;
    private static final long THOUSAND = 1000;
    private static final long MILLION = 1_000_000;

    private Format() {}

    /** A time, in the unit that needs the fewest digits. */
    public static String time(double nanos) {
        return scaled(nanos, 1000, TIMES);
    }

    /** The same of whole nanoseconds. */
    public static String time(long nanos) {
        return time((double) nanos);
    }

    /** Bytes, in the unit that needs the fewest digits. */
    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** The same of a mean. */
    public static String bytes(double bytes) {
        return scaled(bytes, 1024, BYTES);
    }

    private static String scaled(double value, int step, String[] units) {
        double rest = value;
        int unit = 0;
        while (rest >= step - HALF && unit < units.length - 1) {
            rest /= step;
            unit++;
        }
        return digits(rest) + " " + units[unit];
    }

    /** Three digits that count, or all of a whole number. */
    public static String digits(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) || size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A size of data, in thousands or millions where that is exact. */
    public static String size(long size) {
        if (size >= MILLION && size % (MILLION / 10) == 0) {
            return digits(size / (double) MILLION) + " M";
        }
        return size >= THOUSAND && size % (THOUSAND / 10) == 0 ? digits(size / (double) THOUSAND) + " k" : count(size);
    }

    /** A part of a whole. */
    public static String percent(double part) {
        return String.format(Locale.ROOT, "%.0f %%", part * 100);
    }

    /** A further figure; its name tells its unit. */
    static String figure(String name, double value) {
        if (name.endsWith("bytes") || name.startsWith("bytes")) {
            return bytes(value);
        }
        if (name.endsWith("micros")) {
            return time(value * 1e3);
        }
        return name.endsWith("nanos") ? time(value) : digits(value);
    }

    /** What was measured, in the terms of the target. */
    public static String value(Goal goal) {
        return inTermsOf(goal, goal.value().value()) + (goal.kind() == Target.Kind.SPEEDUP ? " as fast" : "");
    }

    /** The bound in words. */
    public static String bound(Goal goal) {
        return (goal.kind() == Target.Kind.SPEEDUP ? "at least " : "at most ") + inTermsOf(goal, goal.bound());
    }

    private static String inTermsOf(Goal goal, double value) {
        return goal.kind() == Target.Kind.FIGURE ? figure(goal.figure(), value) : digits(value) + " ×";
    }
}
