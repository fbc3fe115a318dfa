package io.inlay.engine.support;

import java.nio.ByteBuffer;

/**
 * Where an engine stages one run of a {@link StagedReplacement}. It is given keys that were already checked: ascending, in
 * range, within limits. For one thread at a time.
 */
public interface RunSink {
    /** Takes an entry; the buffers are copied and keep their positions. */
    void put(ByteBuffer key, ByteBuffer value);

    /** Takes a delete; only for overlay runs. */
    void delete(ByteBuffer key);

    /** Completes the run; nothing comes after it. */
    void finish();

    /** Releases what the run holds, finished or not; called once, when its replacement is over or the run abandoned. Must not throw. */
    void close();
}
