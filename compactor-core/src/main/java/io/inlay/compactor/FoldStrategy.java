package io.inlay.compactor;

/** How a fold is done. The sync it gives is the same, byte for byte. */
public enum FoldStrategy {
    /** The cheaper of the two, as measured on the base's engine, by how much the newer syncs hold beside the base. */
    AUTO,
    /**
     * Only differences are written. Time and memory go with the newer syncs. What is wrong with the base where nothing newer
     * touches it stays: index rows that no record implies, missing ones, damaged records, and counts in its statistics; but
     * a patch that takes away more than these count is given up for a rebuild, and the result says so.
     */
    PATCH,
    /** The whole sync is merged and written anew. Also mends indexes and statistics of the base. */
    REBUILD
}
