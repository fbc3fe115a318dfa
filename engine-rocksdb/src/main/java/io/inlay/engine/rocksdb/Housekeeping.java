package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * Keeps the tree in shape: drops what replacements have hidden, sinks what they brought, and merges point writes down before
 * levels run out. Never part of a guarantee: without it a store is larger and slower, and just as right. Safe for many
 * threads. Its work uses the store outside the engine's gate, so {@link #close} comes before the store's.
 */
interface Housekeeping extends AutoCloseable {
    /**
     * Told before a replacement by files holds any writer, after what memory holds of the ranges was flushed; may work for a
     * while so that the files find a deep level.
     *
     * @param bytes of the files
     */
    void beforeReplace(List<KeyRange> ranges, long bytes);

    /**
     * Told when writers of the ranges are held and memory was flushed again; may do a little more of the same.
     *
     * @return closed by the same thread after the ingest, whether it succeeded or not
     */
    Pause beforeIngest(List<KeyRange> ranges);

    /** Told after a replacement by files; work is done in the background. */
    void replaced(List<KeyRange> ranges);

    /** What was done and what is left, as figures with their names. */
    SortedMap<String, Long> figures();

    /** Ends the work under way and waits for that. */
    @Override
    void close();

    /** While it is open, housekeeping moves no file that an ingest could come to lie over. */
    interface Pause extends AutoCloseable {
        @Override
        void close();
    }

    /** Leaves the tree to RocksDB's own compactions. */
    static Housekeeping none() {
        return new Housekeeping() {
            @Override
            public void beforeReplace(List<KeyRange> ranges, long bytes) {}

            @Override
            public Pause beforeIngest(List<KeyRange> ranges) {
                return () -> {};
            }

            @Override
            public void replaced(List<KeyRange> ranges) {}

            @Override
            public SortedMap<String, Long> figures() {
                return Collections.emptySortedMap();
            }

            @Override
            public void close() {}
        };
    }
}
