package io.inlay.compactor;

/**
 * How a compactor works.
 *
 * @param threads how many buckets are staged at once, 1 to 14
 * @param sliceRecords about how many rows are copied between two looks at cancellation and deadline, 1 to 1 048 576
 */
public record CompactorSettings(int threads, int sliceRecords) {
    private static final int MOST_THREADS = 14;
    private static final int MOST_SLICE_RECORDS = 1 << 20;
    private static final CompactorSettings DEFAULTS = new CompactorSettings(2, 1 << 14);

    /** Checks the ranges. */
    public CompactorSettings {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("threads are 1 to " + MOST_THREADS + ", not " + threads);
        }
        if (sliceRecords < 1 || sliceRecords > MOST_SLICE_RECORDS) {
            throw new IllegalArgumentException(
                    "a slice is 1 to " + MOST_SLICE_RECORDS + " records, not " + sliceRecords);
        }
    }

    /** Two threads, slices of 16 384 records. */
    public static CompactorSettings defaults() {
        return DEFAULTS;
    }

    /** The same with another number of threads. */
    public CompactorSettings withThreads(int number) {
        return new CompactorSettings(number, sliceRecords);
    }

    /** The same with other slices. */
    public CompactorSettings withSliceRecords(int records) {
        return new CompactorSettings(threads, records);
    }
}
