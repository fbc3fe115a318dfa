package io.inlay.engine.tck;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What flat means: the median of the last third of the rows against the median of the first third. Live objects may grow by 32
 * MiB, since what is being staged is among them, memory without files by 64 MiB, since allocators keep what threads freed; descriptors by 32, since an engine's number of
 * files swings; the disk by half and 32 MiB, since space is given back in steps. Memory beside the heap stays under what the
 * engine documents at every row.
 *
 * @param rows after warming up
 * @param nativeBytes the most that the engine may take beside the heap
 */
record SoakBounds(List<Footprint> rows, long nativeBytes) {
    private static final long MEBIBYTE = 1 << 20;

    /** What a JVM takes beside its heap and the engine: code, metaspace, stacks, collector. */
    private static final long JVM_BYTES = 160 * MEBIBYTE;

    void check() {
        flat("heap", Footprint::heap, 0, 32 * MEBIBYTE);
        flat("memory without files", Footprint::own, 0, 64 * MEBIBYTE);
        flat("descriptors", Footprint::handles, 0, 32);
        flat("disk", Footprint::disk, 0.5, 32 * MEBIBYTE);
        flat("views", Footprint::views, 0, 16);
        long most = Runtime.getRuntime().maxMemory() + JVM_BYTES + nativeBytes;
        for (Footprint row : rows) {
            if (row.own() > most) {
                throw new AssertionError(
                        row.own() + " bytes of memory without files, at most " + most + " are allowed");
            }
        }
    }

    private void flat(String what, ToLongFunction<Footprint> figure, double part, long more) {
        int third = Math.max(1, rows.size() / 3);
        long first = median(rows.subList(0, third), figure);
        long last = median(rows.subList(rows.size() - third, rows.size()), figure);
        if (last > first * (1 + part) + more) {
            throw new AssertionError(what + " grew from " + first + " to " + last);
        }
    }

    private static long median(List<Footprint> rows, ToLongFunction<Footprint> figure) {
        return rows.stream()
                .sorted(Comparator.comparingLong(figure))
                .skip(rows.size() / 2)
                .findFirst()
                .map(figure::applyAsLong)
                .orElse(0L);
    }
}
