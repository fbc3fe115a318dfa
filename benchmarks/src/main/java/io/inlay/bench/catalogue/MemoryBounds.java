package io.inlay.bench.catalogue;

import java.util.Map;

/** How much anonymous memory a process may take with each engine, its heap of at most 128 MiB included. */
public final class MemoryBounds {
    private static final long MIB = 1 << 20;

    /** By engine. Bytes. */
    private static final Map<String, Long> BOUNDS = Map.of("rocksdb", 700 * MIB, "lmdb", 1024 * MIB);

    private MemoryBounds() {}

    /** The bound of an engine in bytes; NaN if it has none. */
    public static double of(String engine) {
        Long bound = BOUNDS.get(engine);
        return bound == null ? Double.NaN : (double) bound;
    }

    /** The greatest of all bounds in bytes: what a machine has to have to spare. */
    public static long greatest() {
        return BOUNDS.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
