package io.inlay.bench.catalogue;

import java.util.Map;

/** How much anonymous memory a process may take with each engine, its heap of at most 128 MiB included. */
public final class MemoryBounds {
    private static final long MIB = 1 << 20;

    /** By engine. Bytes. */
    private static final Map<String, Long> BOUNDS = Map.of("rocksdb", 700 * MIB, "lmdb", 1024 * MIB);

    /** The heap, and twice as much besides. */
    private static final long USUAL = 384 * MIB;

    private MemoryBounds() {}

    /** The bound of an engine in bytes; NaN if it has none. */
    public static double of(String engine) {
        Long bound = BOUNDS.get(engine);
        return bound == null ? Double.NaN : (double) bound;
    }

    /** What a machine has to have to spare for a process with an engine, in bytes: its bound, or what is usual without one. */
    public static long needed(String engine) {
        return BOUNDS.getOrDefault(engine, USUAL);
    }
}
