package io.inlay.bench.work.record;

import io.inlay.bench.work.Figures;
import java.util.Arrays;

/**
 * How often a work is done in its process. The figure of a process is the least time of the counted repeats; those before
 * let the compiler finish and the page cache fill, and count for nothing. Both sides of a comparison repeat alike.
 */
public final class Repeats {
    /** Repeats of a scan before those that count. */
    public static final int SCANS_UNCOUNTED = 2;

    /** Repeats of a scan that count. */
    public static final int SCANS = 5;

    /** Repeats of a replace or a copy that count; the first of them is reported too. */
    public static final int COPIES = 3;

    private Repeats() {}

    /** Does something once and tells how long it took, in nanoseconds. */
    @FunctionalInterface
    public interface Once {
        long nanos() throws Exception;
    }

    /** The figures of something that deals with so many records of so many bytes: the least time, and beside it the others. */
    public static Figures of(int uncounted, int counted, long records, long bytes, Once once) throws Exception {
        for (int i = 0; i < uncounted; i++) {
            once.nanos();
        }
        long[] nanos = new long[counted];
        for (int i = 0; i < counted; i++) {
            nanos[i] = once.nanos();
        }
        long first = nanos[0];
        Arrays.sort(nanos);
        return Figures.of(nanos[0], records, bytes)
                .with("first.nanos", (double) first)
                .with("median.nanos", (double) nanos[counted / 2]);
    }
}
