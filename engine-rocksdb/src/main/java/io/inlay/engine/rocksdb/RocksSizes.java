package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Sizes;
import io.inlay.engine.support.CallGate;

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
            return range.isEmpty() ? 0 : handle.approximateBytes(range);
        } finally {
            gate.leave(lane);
        }
    }
}
