package io.inlay.engine.lmdb;

import io.inlay.engine.KeyRange;
import java.util.Arrays;

/**
 * The stored keys that a range of user keys concerns: from inclusive, until exclusive. Blocks that a bound cuts through are
 * within.
 */
final class StoredRange {
    private final byte[] from;
    private final byte[] until;

    StoredRange(KeyRange range) {
        this.from = StoredKey.of(range.from());
        byte[] end = range.until();
        if (end == null) {
            this.until = StoredKey.USER_END;
        } else if (StoredKey.isLong(end)) {
            byte[] block = StoredKey.of(end);
            this.until = Arrays.copyOf(block, block.length + 1);
        } else {
            this.until = StoredKey.of(end);
        }
    }

    byte[] from() {
        return from;
    }

    byte[] until() {
        return until;
    }
}
