package io.inlay.engine.rocksdb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.TableProperties;

/** The data files of a native store as its metadata tells them. Does not own the store. Safe for many threads. */
final class LiveFiles {
    /** A file that holds only range deletions has no more bytes than this beside its two keys. */
    private static final long TOMBSTONE_BYTES = 4096;

    private final RocksHandle handle;
    private volatile Map<String, Boolean> tombstones = Map.of();

    LiveFiles(RocksHandle handle) {
        this.handle = handle;
    }

    /** The tree as it is now. */
    Tree tree() throws RocksDBException {
        List<TreeFile> files = new ArrayList<>();
        Map<String, Boolean> known = new HashMap<>();
        for (LiveFileMetaData file : handle.db().getLiveFilesMetaData()) {
            boolean tombstone = mayBeTombstone(file) && isTombstone(file);
            known.put(file.fileName(), tombstone);
            files.add(new TreeFile(
                    file.fileName(),
                    file.level(),
                    file.size(),
                    new Span(file.smallestKey(), file.largestKey()),
                    file.smallestSeqno(),
                    file.largestSeqno(),
                    file.beingCompacted(),
                    tombstone));
        }
        tombstones = known;
        return new Tree(files, TreeOptions.LEVELS, handle.pinnedSequences());
    }

    /** Where a file lies. */
    Path path(TreeFile file) {
        return handle.directory().resolve(file.name().substring(1));
    }

    private static boolean mayBeTombstone(LiveFileMetaData file) {
        return file.numEntries() == file.numDeletions()
                && file.size() <= TOMBSTONE_BYTES + 3L * (file.smallestKey().length + file.largestKey().length);
    }

    private boolean isTombstone(LiveFileMetaData file) throws RocksDBException {
        Boolean known = tombstones.get(file.fileName());
        return known != null ? known : holdsOnlyRangeDeletions(file);
    }

    /** A file that is gone by now counts as one with entries: no step on it could be run. */
    private static boolean holdsOnlyRangeDeletions(LiveFileMetaData file) throws RocksDBException {
        Path path = Path.of(file.path(), file.fileName());
        try (Options options = TreeOptions.file();
                SstFileReader reader = new SstFileReader(options)) {
            if (Files.notExists(path)) {
                return false;
            }
            reader.open(path.toString());
            TableProperties properties = reader.getTableProperties();
            return properties.getNumRangeDeletions() == properties.getNumEntries();
        }
    }
}
