package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Sizes;
import io.inlay.engine.support.CallGate;
import java.util.List;
import org.rocksdb.Range;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;

/** Estimates from the indexes of the data files and from memory, which the log holds on disk. */
final class RocksSizes implements Sizes {
    private final CallGate gate;
    private final RocksHandle handle;

    RocksSizes(CallGate gate, RocksHandle handle) {
        this.gate = gate;
        this.handle = handle;
    }

    @Override
    public long of(KeyRange range) {
        int lane = gate.enter();
        try {
            return range.isEmpty() ? 0 : estimate(range);
        } finally {
            gate.leave(lane);
        }
    }

    private long estimate(KeyRange range) {
        try (Slice from = new Slice(KeyBounds.clip(range.from()));
                Slice end = new Slice(KeyBounds.end(range))) {
            return handle.db()
                    .getApproximateSizes(
                            List.of(new Range(from, end)),
                            SizeApproximationFlag.INCLUDE_FILES,
                            SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
        }
    }
}
