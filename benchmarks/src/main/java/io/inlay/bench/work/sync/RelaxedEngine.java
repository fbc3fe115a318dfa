package io.inlay.bench.work.sync;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * An engine to which batches are written that a later sync makes durable.
 *
 * @param engine whom it writes to
 */
record RelaxedEngine(Engine engine) implements MergeStore {
    @Override
    public byte @Nullable [] get(byte[] key) {
        return engine.get(key);
    }

    @Override
    public void write(Batch batch) {
        engine.write(batch, Durability.RELAXED);
    }

    @Override
    public void sync() {
        engine.sync();
    }
}
