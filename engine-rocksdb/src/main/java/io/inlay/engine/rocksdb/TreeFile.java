package io.inlay.engine.rocksdb;

import java.util.List;

/**
 * A live data file of the store.
 *
 * @param name as RocksDB's calls take it
 * @param level 0 for files as they were flushed, which may overlap; from 1 on the files of a level are disjoint
 * @param bytes size on disk
 * @param span from its least to its greatest key
 * @param oldest least sequence number of its entries; 0 once no other version of them can matter
 * @param newest greatest sequence number
 * @param busy whether a compaction reads it now
 * @param tombstone whether it holds nothing but the deletion of its span, exclusive its last key
 */
record TreeFile(
        String name, int level, long bytes, Span span, long oldest, long newest, boolean busy, boolean tombstone) {
    /** Whether all it holds was given one sequence number, as it is with a file that was taken in. */
    boolean isOfOnePiece() {
        return oldest == newest;
    }

    static long bytes(List<TreeFile> files) {
        return files.stream().mapToLong(TreeFile::bytes).sum();
    }

    static boolean anyBusy(List<TreeFile> files) {
        return files.stream().anyMatch(TreeFile::busy);
    }
}
