package io.inlay.compactor;

import io.inlay.compactor.merge.MergeLimits;
import java.time.Clock;
import java.util.Objects;

/**
 * How a compactor works.
 *
 * @param threads how many ranges are staged at once, 1 to 14
 * @param sliceRecords about how many rows are copied between two looks at cancellation and deadline, 1 to 1 048 576
 * @param fanIn how many sorted sequences are merged at once, sources as well as files, 2 to 1000
 * @param sortMemoryBytes memory for rows that have to be sorted, of one sort; 4 KiB to 1 GiB
 * @param contestedInHeap how many keys that several sources hold are noted in heap, about 40 bytes each, before a file is
 *     used; 0 to 16 777 216
 * @param partBytes what a part of a bucket takes of the disk at least, by an estimate: a merge stages larger buckets in parts, one for
 *     each thread; 1 byte to 1 TiB
 * @param clock gives the time that statistics of a merge bear; with a fixed one equal inputs give equal bytes
 */
public record CompactorSettings(
        int threads,
        int sliceRecords,
        int fanIn,
        int sortMemoryBytes,
        int contestedInHeap,
        long partBytes,
        Clock clock) {
    private static final int MOST_THREADS = 14;
    private static final int MOST_SLICE_RECORDS = 1 << 20;
    private static final int MOST_FAN_IN = 1000;
    private static final int LEAST_SORT_MEMORY = 1 << 12;
    private static final int MOST_SORT_MEMORY = 1 << 30;
    private static final int MOST_CONTESTED_IN_HEAP = 1 << 24;
    private static final long MOST_PART_BYTES = 1L << 40;
    private static final CompactorSettings DEFAULTS =
            new CompactorSettings(2, 1 << 14, 50, 16 << 20, 500_000, 8 << 20, Clock.systemUTC());

    /** Checks the ranges. */
    public CompactorSettings {
        requireRange("threads", threads, 1, MOST_THREADS);
        requireRange("records of a slice", sliceRecords, 1, MOST_SLICE_RECORDS);
        requireRange("sequences merged at once", fanIn, 2, MOST_FAN_IN);
        requireRange("bytes for sorting", sortMemoryBytes, LEAST_SORT_MEMORY, MOST_SORT_MEMORY);
        requireRange("contested keys in heap", contestedInHeap, 0, MOST_CONTESTED_IN_HEAP);
        requireRange("bytes of a part", partBytes, 1, MOST_PART_BYTES);
        Objects.requireNonNull(clock, "clock");
    }

    private static void requireRange(String what, long number, long least, long most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(what + " are " + least + " to " + most + ", not " + number);
        }
    }

    /** Two threads, slices of 16 384 records, a fan-in of 50, 16 MiB for a sort, 500 000 keys in heap, parts of 8 MiB, the system's clock. */
    public static CompactorSettings defaults() {
        return DEFAULTS;
    }

    /** What a merge by these settings may use. */
    MergeLimits mergeLimits() {
        return new MergeLimits(threads, sliceRecords, fanIn, sortMemoryBytes, contestedInHeap, partBytes);
    }

    /** The same with another number of threads. */
    public CompactorSettings withThreads(int number) {
        return new CompactorSettings(number, sliceRecords, fanIn, sortMemoryBytes, contestedInHeap, partBytes, clock);
    }

    /** The same with other slices. */
    public CompactorSettings withSliceRecords(int records) {
        return new CompactorSettings(threads, records, fanIn, sortMemoryBytes, contestedInHeap, partBytes, clock);
    }

    /** The same with another fan-in. */
    public CompactorSettings withFanIn(int sequences) {
        return new CompactorSettings(
                threads, sliceRecords, sequences, sortMemoryBytes, contestedInHeap, partBytes, clock);
    }

    /** The same with other memory for a sort. */
    public CompactorSettings withSortMemoryBytes(int bytes) {
        return new CompactorSettings(threads, sliceRecords, fanIn, bytes, contestedInHeap, partBytes, clock);
    }

    /** The same with another number of contested keys in heap. */
    public CompactorSettings withContestedInHeap(int keys) {
        return new CompactorSettings(threads, sliceRecords, fanIn, sortMemoryBytes, keys, partBytes, clock);
    }

    /** The same with other parts. */
    public CompactorSettings withPartBytes(long bytes) {
        return new CompactorSettings(threads, sliceRecords, fanIn, sortMemoryBytes, contestedInHeap, bytes, clock);
    }

    /** The same with another clock. */
    public CompactorSettings withClock(Clock time) {
        return new CompactorSettings(threads, sliceRecords, fanIn, sortMemoryBytes, contestedInHeap, partBytes, time);
    }
}
