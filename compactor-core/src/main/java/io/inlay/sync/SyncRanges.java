package io.inlay.sync;

import com.google.common.primitives.Bytes;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.util.List;

/** The 14 ranges that together hold everything a store holds of one sync. They are pairwise disjoint. */
public final class SyncRanges {
    private SyncRanges() {}

    /** All ranges of a sync, in the order of {@link Bucket#all}; unmodifiable. */
    public static List<SyncRange> of(SyncId sync) {
        return Bucket.all().stream()
                .map(bucket -> new SyncRange(bucket, of(bucket, sync)))
                .toList();
    }

    /** The range of a sync in one bucket. */
    public static KeyRange of(Bucket bucket, SyncId sync) {
        return KeyRange.prefix(bucket.prefix(sync));
    }

    /**
     * Part of the range of a sync in one bucket.
     *
     * @param tails what follows bucket and sync in the keys of the part
     */
    public static KeyRange of(Bucket bucket, SyncId sync, KeyRange tails) {
        byte[] prefix = bucket.prefix(sync);
        byte[] until = tails.until();
        return KeyRange.of(
                Bytes.concat(prefix, tails.from()),
                until == null ? of(bucket, sync).until() : Bytes.concat(prefix, until));
    }

    /**
     * Whether no key lies in any of the ranges of a sync.
     *
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public static boolean areEmpty(Reader reader, SyncId sync) {
        return of(sync).stream().allMatch(part -> isEmpty(reader, part.range()));
    }

    /** Whether no key lies in a range. */
    public static boolean isEmpty(Reader reader, KeyRange range) {
        try (Cursor cursor = reader.cursor(range, Direction.FORWARD, Access.POINT)) {
            return !cursor.next();
        }
    }
}
