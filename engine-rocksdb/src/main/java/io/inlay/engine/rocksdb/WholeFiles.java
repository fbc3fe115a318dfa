package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.PerfContext;
import org.rocksdb.PerfLevel;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.rocksdb.TableProperties;

/**
 * The table files of a store of which a cursor shows every entry, and nothing else between the first and the last: files that
 * were built outside of the store and taken in as one piece, no newer than the cursor's state, where neither memory nor another
 * file has anything that the state shows or that hides something of it. Made out from metadata; of a file that may be in the way
 * the content decides. Any doubt counts against a file, whose entries are then copied. For one thread.
 */
final class WholeFiles {
    /** Set in files that are made to be taken in, by {@link FileProperties} and RocksDB's {@code SstFileWriter} alone. */
    private static final String BUILT_OUTSIDE = "rocksdb.external_sst_file.version";

    private static final String COMPARATOR = "leveldb.BytewiseComparator";
    /** Bytes that each key takes more in a file: its sequence number and kind. */
    private static final int KEY_TRAILER = 8;

    private final RocksHandle source;
    private final long sequence;
    private final Tree tree;
    private final List<TreeFile> files;
    private final List<ByteBuffer> firstKeys = new ArrayList<>();
    private int next;

    private WholeFiles(RocksHandle source, long sequence, Tree tree, List<TreeFile> files) {
        this.source = source;
        this.sequence = sequence;
        this.tree = tree;
        this.files = files;
        files.forEach(file -> firstKeys.add(ByteBuffer.wrap(file.span().first())));
    }

    /**
     * Looks for the files of a state in a range, which is kept from now on until the state is closed; null without any.
     *
     * <p>What the state shows is kept, so it can be told from the files and the memory of any later moment. Memory is looked at
     * before the files: what moves from there to here meanwhile is seen at least once.
     */
    static @Nullable WholeFiles of(ShownState state, KeyRange range) {
        try {
            RocksHandle source = state.handle();
            List<TreeFile> before = candidates(source.files().tree(), range, state.sequence());
            if (before.isEmpty() || !state.pin()) {
                return null;
            }
            Set<String> notInMemory = before.stream()
                    .filter(file -> !source.memtable().mayHold(file.span()))
                    .map(TreeFile::name)
                    .collect(Collectors.toSet());
            Tree tree = source.files().tree();
            List<TreeFile> files = candidates(tree, range, state.sequence()).stream()
                    .filter(file -> notInMemory.contains(file.name()))
                    .toList();
            return files.isEmpty() ? null : new WholeFiles(source, state.sequence(), tree, files);
        } catch (RocksDBException e) {
            return null;
        }
    }

    private static List<TreeFile> candidates(Tree tree, KeyRange range, long sequence) {
        return IntStream.rangeClosed(0, tree.lastLevel())
                .mapToObj(tree::level)
                .flatMap(List::stream)
                .filter(file -> file.isOfOnePiece() && !file.tombstone() && file.newest() <= sequence)
                .filter(file -> range.contains(file.span().first())
                        && range.contains(file.span().last()))
                .sorted((a, b) -> Keys.compare(a.span().first(), b.span().first()))
                .toList();
    }

    /** The file that begins with a key, which is beyond the last one asked for; null without one. */
    @Nullable WholeFile beginningAt(ByteBuffer key) {
        while (next < files.size()) {
            int order = Keys.compare(firstKeys.get(next), key);
            if (order > 0) {
                return null;
            }
            next++;
            if (order == 0) {
                return whole(files.get(next - 1));
            }
        }
        return null;
    }

    private @Nullable WholeFile whole(TreeFile file) {
        for (int level = 0; level <= tree.lastLevel(); level++) {
            for (TreeFile other : tree.touching(level, file.span())) {
                if (!other.name().equals(file.name()) && isInTheWay(other, file)) {
                    return null;
                }
            }
        }
        return described(file);
    }

    private boolean isInTheWay(TreeFile other, TreeFile file) {
        if (other.oldest() > sequence) {
            return false;
        }
        if (other.tombstone()) {
            return other.newest() >= file.oldest();
        }
        return !isHidden(other, file) && mayHold(other, file.span());
    }

    /** Whether a tombstone older than a file deletes all of another one. */
    private boolean isHidden(TreeFile other, TreeFile file) {
        return IntStream.rangeClosed(0, tree.lastLevel())
                .mapToObj(level -> tree.touching(level, other.span()))
                .flatMap(List::stream)
                .anyMatch(tombstone -> tombstone.tombstone()
                        && tombstone.isOfOnePiece()
                        && tombstone.newest() < file.oldest()
                        && other.newest() < tombstone.oldest()
                        && tombstone.span().deletes(other.span())
                        && isOneDeletion(tombstone));
    }

    /** Whether a file of range tombstones was made here, so that they are all the same one. */
    private boolean isOneDeletion(TreeFile tombstone) {
        try (Options options = TreeOptions.file();
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(source.files().path(tombstone).toString());
            return reader.getTableProperties().getUserCollectedProperties().containsKey(BUILT_OUTSIDE);
        } catch (RocksDBException e) {
            return false;
        }
    }

    /** Whether a file has anything in a span, deletes included, or cannot be read any more. */
    private boolean mayHold(TreeFile other, Span span) {
        try (Options options = TreeOptions.file();
                SstFileReader reader = new SstFileReader(options);
                Slice end = new Slice(Keys.successor(span.last()));
                ReadOptions reading = new ReadOptions().setFillCache(false).setIterateUpperBound(end)) {
            reader.open(source.files().path(other).toString());
            if (reader.getTableProperties().getNumRangeDeletions() > 0) {
                return true;
            }
            // of the present thread: without it the deletes that the iterator passes over are not counted
            source.db().setPerfLevel(PerfLevel.ENABLE_COUNT);
            try (SstFileReaderIterator entries = reader.newIterator(reading);
                    PerfContext counted = source.db().getPerfContext()) {
                long before = counted.getInternalDeleteSkippedCount();
                entries.seek(span.first());
                entries.status();
                return entries.isValid() || counted.getInternalDeleteSkippedCount() != before;
            }
        } catch (RocksDBException e) {
            return true;
        }
    }

    private @Nullable WholeFile described(TreeFile file) {
        Path path = source.files().path(file);
        try (Options options = TreeOptions.file();
                SstFileReader reader = new SstFileReader(options)) {
            if (Files.size(path) != file.bytes() || !DurableFiles.isPrivate(path)) {
                return null;
            }
            reader.open(path.toString());
            TableProperties properties = reader.getTableProperties();
            Map<String, String> marks = properties.getUserCollectedProperties();
            long records = properties.getNumEntries();
            if (!marks.containsKey(BUILT_OUTSIDE)
                    || !COMPARATOR.equals(properties.getComparatorName())
                    || properties.getNumDeletions() + properties.getNumRangeDeletions() > 0
                    || properties.getNumMergeOperands() > 0
                    || records == 0) {
                return null;
            }
            long bytes = properties.getRawKeySize() - KEY_TRAILER * records + properties.getRawValueSize();
            return new WholeFile(path, file.bytes(), file.span().last(), records, bytes);
        } catch (RocksDBException | IOException e) {
            return null;
        }
    }
}
