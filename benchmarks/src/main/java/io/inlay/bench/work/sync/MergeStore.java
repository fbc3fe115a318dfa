package io.inlay.bench.work.sync;

import io.inlay.engine.Batch;
import org.jspecify.annotations.Nullable;

/** What merging record by record needs of the store that it writes to. */
interface MergeStore {
    /** A copy of the value of a key, as the batches before have left it, or null. */
    byte @Nullable [] get(byte[] key);

    /** Applies a batch, wholly or not at all, without making it durable. */
    void write(Batch batch);

    /** Makes everything durable. */
    void sync();
}
