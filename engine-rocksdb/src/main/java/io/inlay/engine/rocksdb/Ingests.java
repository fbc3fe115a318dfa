package io.inlay.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/**
 * Files that become part of a native store, counted, so that a reader can tell whether its state was that of one moment. Does
 * not own the store. One ingest at a time; counts can be asked for by many threads.
 */
final class Ingests implements AutoCloseable {
    private final RocksDB db;
    private final Path directory;
    private final IngestExternalFileOptions plain = options();
    private final IngestExternalFileOptions flushing = options().setAllowBlockingFlush(true);
    /** Odd while files are being taken in, else even; never the same twice. */
    private final AtomicLong count = new AtomicLong();

    /**
     * Makes it for a store just opened.
     *
     * @param directory the store's
     */
    Ingests(RocksDB db, Path directory) {
        this.db = db;
        this.directory = directory;
    }

    private static IngestExternalFileOptions options() {
        return new IngestExternalFileOptions()
                .setMoveFiles(true)
                .setSnapshotConsistency(true)
                .setAllowGlobalSeqNo(true)
                .setAllowBlockingFlush(false)
                .setWriteGlobalSeqno(false);
    }

    /** How often an ingest was begun or ended. */
    long count() {
        return count.get();
    }

    /** Whether no ingest was under way at a count, nor has been since. */
    boolean noneSince(long before) {
        return before % 2 == 0 && count.get() == before;
    }

    /**
     * Makes files part of the store in one step; a later file of the list wins over an earlier one. The files must lie on the
     * store's file system; on success they are gone from where they were.
     *
     * @param mayFlush whether to hold all writers for a flush where memory holds something between the first and the last key
     *     of a file, the end of a tombstone included; else that is refused
     */
    void ingest(List<Path> files, boolean mayFlush) throws RocksDBException {
        count.incrementAndGet();
        // while somebody holds a state RocksDB numbers each file above it; else one over nothing gets the number 0,
        // and a snapshot taken meanwhile would come to show it
        Snapshot before = db.getSnapshot();
        try {
            db.ingestExternalFile(files.stream().map(Path::toString).toList(), mayFlush ? flushing : plain);
        } catch (RocksDBException e) {
            if (!ErrorMap.isRefusal(e)) {
                putBack(files, e);
            }
            throw e;
        } finally {
            db.releaseSnapshot(before);
            before.close();
            count.incrementAndGet();
        }
    }

    private void putBack(List<Path> files, RocksDBException failure) {
        try {
            LostIngest.putBack(directory, files);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        flushing.close();
        plain.close();
    }
}
