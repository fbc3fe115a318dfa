package io.inlay.compactor.merge;

/**
 * What a merge may use.
 *
 * @param threads how many ranges are staged at once, at least 1
 * @param sliceRecords about how many rows are staged between two looks at cancellation and deadline
 * @param fanIn how many sorted sequences are merged at once, at least 2
 * @param sortMemoryBytes memory for the index rows of one bucket that have to be sorted
 * @param contestedInHeap how many contested keys are noted in heap before a file is used, at most 16 777 216: a table in
 *     heap is one array
 * @param partBytes what a part of a bucket takes of the disk at least; a smaller bucket is not staged in parts
 */
public record MergeLimits(
        int threads, int sliceRecords, int fanIn, int sortMemoryBytes, int contestedInHeap, long partBytes) {}
