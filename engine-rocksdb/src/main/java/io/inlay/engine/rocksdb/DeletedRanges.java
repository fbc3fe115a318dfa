package io.inlay.engine.rocksdb;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Where the store's memory may hold deletions of ranges, which RocksDB does not tell: from the first to the last key of all that
 * were written since the last flush. Safe for many threads.
 */
final class DeletedRanges {
    private final boolean known;
    private @Nullable Span inMemory;
    private int underWay;

    /**
     * Makes it for a store just opened.
     *
     * @param empty whether nothing is in memory, as it is unless a log was found and the store is open read-only
     */
    DeletedRanges(boolean empty) {
        known = empty;
    }

    /** A step on the native store. */
    @FunctionalInterface
    interface Step {
        void run() throws RocksDBException;
    }

    /** Runs a write that deletes ranges. */
    void deleting(Span span, Step write) throws RocksDBException {
        synchronized (this) {
            inMemory = inMemory == null ? span : inMemory.joined(span);
            underWay++;
        }
        try {
            write.run();
        } finally {
            synchronized (this) {
                underWay--;
            }
        }
    }

    /** Runs a flush of all that is in memory when it begins. */
    void flushing(Step flush) throws RocksDBException {
        Span flushed;
        synchronized (this) {
            flushed = underWay == 0 ? inMemory : null;
        }
        flush.run();
        synchronized (this) {
            if (inMemory == flushed) {
                inMemory = null;
            }
        }
    }

    /** Whether memory may hold the deletion of a range that reaches into a span. */
    synchronized boolean mayDeleteIn(Span span) {
        return !known || (inMemory != null && inMemory.touches(span));
    }
}
