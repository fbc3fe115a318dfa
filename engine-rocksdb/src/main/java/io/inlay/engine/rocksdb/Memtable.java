package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.FlushOptions;
import org.rocksdb.Range;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;

/** What a native store holds in memory until it becomes a file. Does not own the store. Safe for many threads. */
final class Memtable implements AutoCloseable {
    private static final long FLUSH_MARGIN_BYTES = 1L << 20;

    private final RocksDB db;
    private final Path directory;
    private final DeletedRanges deleted;
    private final FlushOptions flushing =
            new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true);

    /**
     * Makes it for a store just opened.
     *
     * @param directory the store's
     * @param empty whether nothing is in memory, as it is unless a log was found and the store is open read-only
     */
    Memtable(RocksDB db, Path directory, boolean empty) {
        this.db = db;
        this.directory = directory;
        this.deleted = new DeletedRanges(empty);
    }

    /** Runs a write that deletes ranges within a span. */
    void deleting(Span span, DeletedRanges.Step write) throws RocksDBException {
        deleted.deleting(span, write);
    }

    /** Whether it seems to hold something of some ranges; an estimate. */
    boolean holds(List<KeyRange> ranges) {
        return ranges.stream().anyMatch(range -> entries(KeyBounds.clip(range.from()), KeyBounds.end(range)) > 0);
    }

    /** Whether it may hold anything of a span, be it dead; when it does not, nothing of it is there. */
    boolean mayHold(Span span) {
        return deleted.mayDeleteIn(span) || entries(span.first(), Keys.successor(span.last())) > 0;
    }

    private long entries(byte[] from, byte[] until) {
        try (Slice first = new Slice(from);
                Slice end = new Slice(until)) {
            return db.getApproximateMemTableStats(new Range(first, end)).count;
        }
    }

    /** Turns all of it into a file; writers go on meanwhile. */
    void flush() throws RocksDBException {
        requireSpaceForFlush();
        deleted.flushing(() -> db.flush(flushing));
    }

    /** Throws FULL where a flush may not fit: one that fails keeps RocksDB from taking writes for some time. */
    void requireSpaceForFlush() throws RocksDBException {
        long needed = Long.parseLong(db.getProperty("rocksdb.cur-size-all-mem-tables")) + FLUSH_MARGIN_BYTES;
        long left = directory.toFile().getUsableSpace();
        if (left < needed) {
            throw new EngineException(
                    Kind.FULL,
                    "writing " + directory + " may take " + needed + " bytes, the disk has " + left + " left");
        }
    }

    @Override
    public void close() {
        flushing.close();
    }
}
