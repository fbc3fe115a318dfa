package io.inlay.engine.rocksdb;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The one owner of an open native store and of the options it lives on. Its user makes sure that no call is under way and no
 * iterator or snapshot is left when {@link #close} is called, and that no call comes after it. Safe for many threads.
 */
final class RocksHandle implements AutoCloseable {
    private final Path directory;
    private final boolean writable;
    private final TreeOptions tree;
    private final RocksDB db;
    private final Map<Snapshot, Long> pinned = new ConcurrentHashMap<>();
    private final ReadOptions reading = new ReadOptions();
    private final WriteOptions relaxed = new WriteOptions();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final LiveFiles files = new LiveFiles(this);
    private final Memtable memtable;
    private final Ingests ingests;

    private RocksHandle(Path directory, boolean writable, TreeOptions tree, RocksDB db) throws RocksDBException {
        this.directory = directory;
        this.writable = writable;
        this.tree = tree;
        this.db = db;
        this.memtable = new Memtable(db, directory, writable || number("rocksdb.num-entries-active-mem-table") == 0);
        this.ingests = new Ingests(db, directory);
    }

    /**
     * Opens a native store.
     *
     * @param directory RocksDB's own; made here unless read-only
     */
    static RocksHandle open(Path directory, RocksOptions settings) {
        TreeOptions tree = new TreeOptions(settings);
        try {
            Options options = tree.store();
            if (settings.readOnly()) {
                DataDirectory.require(directory);
                LogFiles.guard(directory, tree);
                return new RocksHandle(directory, false, tree, RocksDB.openReadOnly(options, directory.toString()));
            }
            DataDirectory.prepare(directory);
            LogFiles.guard(directory, tree);
            RocksHandle handle = new RocksHandle(directory, true, tree, RocksDB.open(options, directory.toString()));
            try {
                OwnFiles.makePrivate(directory);
                return handle;
            } catch (IOException e) {
                handle.close();
                throw e;
            }
        } catch (RocksDBException e) {
            tree.close();
            throw ErrorMap.map("opening " + directory, e);
        } catch (IOException e) {
            tree.close();
            throw Failures.io("opening", directory, e);
        } catch (RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    /** RocksDB's own directory. */
    Path directory() {
        return directory;
    }

    private String doing(String what) {
        return what + " " + directory;
    }

    /**
     * The value of a key as it is now.
     *
     * <p>When files have become part of the store and the number of the last write does not count them yet, a read without a
     * snapshot takes their tombstones for written and their entries for not. So what is absent while files are taken in is looked
     * up again in a snapshot, whose number bounds both.
     */
    byte @Nullable [] get(byte[] key) {
        long before = ingests.count();
        byte[] value = get(reading, key);
        if (value != null || ingests.noneSince(before)) {
            return value;
        }
        Snapshot own = snapshot();
        try (ReadOptions state = new ReadOptions().setSnapshot(own)) {
            return get(state, key);
        } finally {
            release(own);
        }
    }

    /** The value of a key in the state that the options name. */
    byte @Nullable [] get(ReadOptions state, byte[] key) {
        if (key.length > KeyBounds.MAX_KEY_BYTES) {
            return null;
        }
        try {
            return db.get(state, key);
        } catch (RocksDBException e) {
            throw ErrorMap.map(doing("reading"), e);
        }
    }

    /**
     * Opens an iterator over the present state or a snapshot's.
     *
     * <p>For the present state RocksDB takes the files and the memory as they are, and then the number of the last write. With
     * files taken in between the two, the iterator would show later writes without them. So where that may have been, it
     * reads a snapshot of its own, whose number is taken first.
     */
    RangeIterator iterate(KeyRange range, Direction direction, Access access, @Nullable Snapshot snapshot) {
        if (snapshot != null) {
            ShownState state = ShownState.pinned(this, snapshot.getSequenceNumber());
            return new RangeIterator(db, range, direction, access, snapshot, 0, doing("reading")).showing(state);
        }
        long before = ingests.count();
        if (ingests.noneSince(before)) {
            ShownState state = ShownState.passing(this, db.getLatestSequenceNumber(), before);
            RangeIterator iterator = new RangeIterator(db, range, direction, access, null, 0, doing("reading"));
            if (ingests.noneSince(before)) {
                return iterator.showing(state);
            }
            iterator.close();
        }
        Snapshot own = snapshot();
        return new RangeIterator(db, range, direction, access, own, 0, doing("reading"))
                .showing(ShownState.owned(this, own));
    }

    /**
     * Opens an iterator over the present state whose steps throw after passing over so many dead entries. No files are taken in
     * meanwhile.
     */
    RangeIterator probe(KeyRange range, Direction direction, long mostSkipped) {
        return new RangeIterator(db, range, direction, Access.POINT, null, mostSkipped, doing("reading"));
    }

    /** Pins the present state until {@link #release}. */
    Snapshot snapshot() {
        Snapshot snapshot = db.getSnapshot();
        pinned.put(snapshot, snapshot.getSequenceNumber());
        return snapshot;
    }

    /** The sequence numbers up to which pinned states see what was written. */
    long[] pinnedSequences() {
        return pinned.values().stream().mapToLong(Long::longValue).toArray();
    }

    void release(Snapshot snapshot) {
        pinned.remove(snapshot);
        db.releaseSnapshot(snapshot);
        snapshot.close();
    }

    /** Applies an encoded batch; on return it is visible and, with sync, durable. */
    void write(BatchEncoder batch, boolean sync) throws RocksDBException {
        Span deleted = batch.deletedRanges();
        if (deleted == null) {
            apply(batch, sync);
        } else {
            memtable.deleting(deleted, () -> apply(batch, sync));
        }
    }

    private void apply(BatchEncoder batch, boolean sync) throws RocksDBException {
        try (WriteBatch encoded = new WriteBatch(batch.encoded())) {
            db.write(sync ? synced : relaxed, encoded);
        }
    }

    /** Whether the store takes a write; after a failed write of its log or manifest RocksDB refuses all. */
    boolean takesWrites() {
        try {
            write(new BatchEncoder(0), true);
            return true;
        } catch (RocksDBException e) {
            return false;
        }
    }

    /** What it holds in memory. */
    Memtable memtable() {
        return memtable;
    }

    /** The files that became part of it. */
    Ingests ingests() {
        return ingests;
    }

    /** The data files as metadata tells them. */
    LiveFiles files() {
        return files;
    }

    /** Makes all that was written durable. */
    void syncLog() throws RocksDBException {
        db.syncWal();
    }

    /** Copies the store into a directory of RocksDB's own that is not there yet, by hard links where possible. */
    void checkpoint(Path absent) throws RocksDBException {
        memtable.requireSpaceForFlush();
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(absent.toString());
        }
    }

    /** Merges what a span holds down to its last level. */
    void compact(KeyRange range, CompactRangeOptions how) throws RocksDBException {
        byte[] until = range.until();
        db.compactRange(
                db.getDefaultColumnFamily(),
                KeyBounds.clip(range.from()),
                until == null ? null : KeyBounds.clip(until),
                how);
    }

    /** Keeps every data file in place until {@link #letFilesGo}, and names those of the present state. */
    List<Path> holdFiles() throws RocksDBException {
        if (writable) {
            db.disableFileDeletions();
        }
        return db.getLiveFilesMetaData().stream()
                .map(file -> Path.of(file.path(), file.fileName()))
                .toList();
    }

    /** Undoes {@link #holdFiles}. */
    void letFilesGo() throws RocksDBException {
        if (writable) {
            db.enableFileDeletions();
        }
    }

    /** What RocksDB has counted since the store was opened. */
    long counted(TickerType what) {
        return tree.statistics().getTickerCount(what);
    }

    /** A numeric property of RocksDB. */
    long number(String property) throws RocksDBException {
        return Long.parseLong(db.getProperty(property));
    }

    /** The native store, for parts of this package that work on it as a whole. */
    RocksDB db() {
        return db;
    }

    @Override
    public void close() {
        db.cancelAllBackgroundWork(true);
        db.close();
        if (writable) {
            OwnFiles.tryMakePrivate(directory);
        }
        ingests.close();
        memtable.close();
        synced.close();
        relaxed.close();
        reading.close();
        tree.close();
    }
}
