package io.inlay.engine.rocksdb;

import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.support.StagedRange;
import io.inlay.engine.support.StagedRange.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Turns a small replacement into one batch: deletes of what the excised ranges hold besides their runs, and the runs. Used
 * while the writers of these ranges are held, so that what it found there is still so when the batch is written.
 */
final class SmallCommit {
    private static final int MOST_DELETES = 2000;

    private final RocksHandle handle;
    private final BatchEncoder batch = new BatchEncoder(2 * RocksOptions.SMALL_BYTES);
    private int deletes;

    private SmallCommit(RocksHandle handle) {
        this.handle = handle;
    }

    /**
     * Encodes the replacement.
     *
     * @param staged with runs that are all on the heap
     * @return null where the ranges hold too much for a batch
     */
    static @Nullable BatchEncoder encode(RocksHandle handle, List<StagedRange<RocksSink>> staged) {
        SmallCommit commit = new SmallCommit(handle);
        for (StagedRange<RocksSink> range : staged) {
            RocksSink sink = range.sink();
            List<RocksSink.Entry> run = sink == null ? List.of() : sink.entries();
            if (range.mode() != Mode.OVERLAY && !commit.deleteOthers(range.range(), run)) {
                return null;
            }
            run.forEach(commit::apply);
        }
        return commit.batch;
    }

    private void apply(RocksSink.Entry entry) {
        byte[] value = entry.value();
        if (value == null) {
            batch.delete(entry.key());
        } else {
            batch.put(entry.key(), value);
        }
    }

    /** Deletes the keys of a range that are not in its run; false where there are too many, live or dead, to look at. */
    private boolean deleteOthers(KeyRange range, List<RocksSink.Entry> run) {
        int at = 0;
        try (RangeIterator existing = handle.probe(range, Direction.FORWARD, MOST_DELETES)) {
            for (boolean on = existing.toFirst(); on; on = existing.next()) {
                byte[] key = existing.key();
                while (at < run.size() && Keys.compare(run.get(at).key(), key) < 0) {
                    at++;
                }
                if (at == run.size() || Keys.compare(run.get(at).key(), key) != 0) {
                    batch.delete(key);
                    deletes++;
                }
                if (deletes > MOST_DELETES || batch.length() > RocksOptions.SMALL_BYTES) {
                    return false;
                }
            }
            return true;
        } catch (RocksDBException e) {
            if (ErrorMap.isGivenUp(e)) {
                return false;
            }
            throw ErrorMap.map("reading " + handle.directory(), e);
        }
    }
}
