package io.inlay.engine.rocksdb;

import io.inlay.engine.Keys;
import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.CompactionJobInfo;
import org.rocksdb.CompactionOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/**
 * The native store as housekeeping sees it: its files, and what can be done with them. Does not own the store. Safe for
 * many threads.
 */
final class TreeStore implements FileContents {
    /** One more than the longest bound of a range, so that no replacement ever touches the anchor. */
    private static final int ANCHOR_KEY_BYTES = KeyBounds.MAX_KEY_BYTES + 2;

    private final RocksHandle handle;
    private final RocksDB db;
    private final Staging staging;

    /**
     * Makes the view.
     *
     * @param staging where files are made
     */
    TreeStore(RocksHandle handle, Staging staging) {
        this.handle = handle;
        this.db = handle.db();
        this.staging = staging;
    }

    /** A number that grows with every change of the tree. */
    long version() throws RocksDBException {
        return handle.number("rocksdb.current-super-version-number");
    }

    /** A number that is another when other snapshots are open. */
    long pins() {
        return Arrays.hashCode(handle.pinnedSequences());
    }

    /** The tree as it is now. */
    Tree tree() throws RocksDBException {
        return handle.files().tree();
    }

    @Override
    public boolean hasKeyIn(TreeFile file, Span span) {
        Path path = handle.files().path(file);
        try (Options options = TreeOptions.file();
                SstFileReader reader = new SstFileReader(options);
                ReadOptions reading = new ReadOptions().setFillCache(false)) {
            reader.open(path.toString());
            try (SstFileReaderIterator entries = reader.newIterator(reading)) {
                entries.seek(span.first());
                if (!entries.isValid()) {
                    entries.status();
                    return false;
                }
                return Keys.compare(entries.key(), span.last()) <= 0;
            }
        } catch (RocksDBException e) {
            return true;
        }
    }

    @Override
    public long filled(Span span) {
        try (Slice from = new Slice(span.first());
                Slice until = new Slice(span.last())) {
            return db.getApproximateSizes(List.of(new Range(from, until)), SizeApproximationFlag.INCLUDE_FILES)[0];
        }
    }

    /**
     * Merges files into a level. RocksDB refuses with Aborted when another compaction reads one of them.
     *
     * @return names of the files that were made
     */
    List<String> merge(TreeStep step) throws RocksDBException {
        try (CompactionOptions options = new CompactionOptions()
                        .setCompression(CompressionType.LZ4_COMPRESSION)
                        .setOutputFileSizeLimit(TreeOptions.COMPACTED_FILE_BYTES);
                CompactionJobInfo outcome = new CompactionJobInfo()) {
            List<String> files = step.files().stream().map(TreeFile::name).toList();
            return db.compactFiles(options, files, step.level(), 0, outcome).stream()
                    .map(path -> path.substring(path.lastIndexOf('/')))
                    .toList();
        }
    }

    /**
     * Moves a file with nothing below it to the last level. A compaction of nothing else takes it down level by level by changing
     * metadata, as far as the last level in which there is any file; so one is made there first where there is none.
     */
    void sink(TreeStep step) throws RocksDBException, IOException {
        if (handle.number("rocksdb.num-files-at-level" + step.level()) == 0) {
            anchor();
        }
        try (CompactRangeOptions options = new CompactRangeOptions()
                .setBottommostLevelCompaction(BottommostLevelCompaction.kSkip)
                .setExclusiveManualCompaction(false)
                .setAllowWriteStall(true)) {
            db.compactRange(
                    db.getDefaultColumnFamily(), step.at().first(), step.at().last(), options);
        }
    }

    /** Puts a file into the last level that no reader can see: its keys are longer than any key can be. */
    private void anchor() throws RocksDBException, IOException {
        byte[] from = new byte[ANCHOR_KEY_BYTES];
        Arrays.fill(from, (byte) 0xff);
        Path area = staging.newArea();
        try (IngestExternalFileOptions options =
                new IngestExternalFileOptions().setMoveFiles(true).setAllowBlockingFlush(false)) {
            Path file = area.resolve("anchor.sst");
            TombstoneFile.write(file, from, Keys.successor(from));
            db.ingestExternalFile(List.of(file.toString()), options);
        } finally {
            DurableFiles.deleteTree(area);
        }
    }

    /** Whether a file is live and at a level. */
    boolean isAt(String name, int level) {
        return db.getLiveFilesMetaData().stream()
                .anyMatch(file -> file.level() == level && file.fileName().equals(name));
    }

    /** Ends compactions for good: only closing the store may follow. */
    void abort() {
        db.cancelAllBackgroundWork(false);
    }

    /** Bytes that can still be written on the store's file system. */
    long usableBytes() throws IOException {
        return Files.getFileStore(handle.directory()).getUsableSpace();
    }
}
