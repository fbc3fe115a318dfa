package io.inlay.sync;

import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import org.jspecify.annotations.Nullable;

/**
 * Something in a store that contradicts the records in it.
 *
 * @param kind what is wrong
 * @param sync the sync it was found in, or null for a key that belongs to none
 * @param bucket the bucket it was found in, or null for a key that belongs to none
 * @param description one line: the row, and what was expected of it
 */
public record Difference(
        Kind kind, @Nullable SyncId sync, @Nullable Bucket bucket, String description) {
    /** What is wrong. */
    public enum Kind {
        /** A key that does not have the form of its bucket, or lies in no bucket at all. */
        MALFORMED_KEY,
        /** A value that is no record of its kind, or none that could have been stored; an index row with a value. */
        MALFORMED_VALUE,
        /** A record under another key than its own. */
        WRONG_KEY,
        /** An index row without a record that implies it. */
        STRAY_INDEX_ROW,
        /** A record that implies an index row which is not there. */
        MISSING_INDEX_ROW,
        /** Statistics that a recount does not confirm, that are missing, or that stand before the end. */
        WRONG_STATS,
        /** Rows of a sync without a run record, or with a damaged one. */
        WRONG_RUN
    }
}
