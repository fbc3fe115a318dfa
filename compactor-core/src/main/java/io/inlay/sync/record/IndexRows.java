package io.inlay.sync.record;

import io.inlay.sync.key.Bucket;
import java.nio.ByteBuffer;

/** Takes the index rows that a record implies. */
@FunctionalInterface
public interface IndexRows {
    /**
     * One row, whose value is empty.
     *
     * @param key lent until this call returns; to be read, not written
     */
    void row(Bucket index, ByteBuffer key);
}
