package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import java.util.List;

/**
 * Keeps the tree in shape: drops what replacements have hidden, sinks what they brought, and merges point writes down before
 * levels run out. Never part of a guarantee: without it a store is larger and slower, and just as right. Safe for many
 * threads. Its work uses the store outside the engine's gate, so {@link #close} comes before the store's.
 */
interface Housekeeping extends AutoCloseable {
    /** Told before a replacement by files holds any writer; may work for a short while so that the files find a deep level. */
    void beforeReplace(List<KeyRange> ranges);

    /** Told after a replacement by files; work is done in the background. */
    void replaced(List<KeyRange> ranges);

    /** Ends the work under way and waits for that. */
    @Override
    void close();

    /** Leaves the tree to RocksDB's own compactions. */
    static Housekeeping none() {
        return new Housekeeping() {
            @Override
            public void beforeReplace(List<KeyRange> ranges) {}

            @Override
            public void replaced(List<KeyRange> ranges) {}

            @Override
            public void close() {}
        };
    }
}
