package io.inlay.sync;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.Difference.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.Keyspace;
import io.inlay.sync.key.MalformedKeyException;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks syncs against themselves: recomputes index rows and statistics from the records, and tells every difference.
 *
 * <p>Every row is read once, in order: of each index the number of its rows and a fingerprint of them are compared with
 * those of the rows that the records imply. Only where they differ are rows looked up one by one, to name them. Memory
 * does not grow with a sync, but for its counts by resource type. For one thread at a time.
 */
public final class SyncVerifier {
    private final Reader reader;
    private final Consumer<Difference> found;

    /**
     * @param reader one that stays as it is, a snapshot, when the store may be written meanwhile
     * @param found takes the differences one by one; what it throws ends the check and passes unchanged
     */
    public SyncVerifier(Reader reader, Consumer<Difference> found) {
        this.reader = reader;
        this.found = found;
    }

    /**
     * What a check read.
     *
     * @param rows number of rows in each bucket; unmodifiable
     * @param differences number of differences told
     */
    public record Checked(Map<Bucket, Long> rows, long differences) {
        /** Takes a copy of the map. */
        public Checked {
            rows = Collections.unmodifiableMap(new EnumMap<>(rows));
        }

        /** Rows of all buckets together. */
        public long total() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Checks the 14 ranges of a sync. Where there is nothing at all of it, there is no difference either.
     *
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public Checked verify(SyncId sync) {
        return new SyncCheck(reader, sync, found).run();
    }

    /**
     * Checks every sync of which the store holds a row, and that it holds no key of this layout that belongs to none.
     *
     * @throws io.inlay.engine.EngineException as the reader's
     */
    public Checked verifyAll() {
        Map<Bucket, Long> rows = new EnumMap<>(Bucket.class);
        long[] differences = {0};
        Consumer<Difference> counting = difference -> {
            differences[0]++;
            found.accept(difference);
        };
        for (SyncId sync : syncs(counting)) {
            new SyncCheck(reader, sync, counting)
                    .run()
                    .rows()
                    .forEach((bucket, count) -> rows.merge(bucket, count, Long::sum));
        }
        return new Checked(rows, differences[0]);
    }

    /** All syncs that have a row in any bucket. Seeks from sync to sync, and reads what lies between buckets. */
    private NavigableSet<SyncId> syncs(Consumer<Difference> strays) {
        NavigableSet<SyncId> syncs = new TreeSet<>();
        try (Cursor cursor = reader.cursor(KeyRange.prefix(Keyspace.prefix()), Direction.FORWARD, Access.POINT)) {
            boolean onRow = cursor.next();
            while (onRow) {
                byte[] past = pastSync(cursor.key(), syncs, strays);
                onRow = past == null ? cursor.next() : cursor.seek(past);
            }
        }
        return syncs;
    }

    /** The first key after those of the same bucket and sync, or null if the key belongs to none. */
    private static byte @Nullable [] pastSync(ByteBuffer key, NavigableSet<SyncId> syncs, Consumer<Difference> strays) {
        Bucket bucket = Bucket.of(key);
        if (bucket == null) {
            if (!key.equals(ByteBuffer.wrap(Keyspace.layoutKey()))) {
                strays.accept(stray(null, "key " + KeyText.of(key) + " is of no bucket"));
            }
            return null;
        }
        try {
            SyncId sync = bucket.syncId(key);
            syncs.add(sync);
            return Keys.upperBound(bucket.prefix(sync));
        } catch (MalformedKeyException e) {
            strays.accept(stray(bucket, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static Difference stray(@Nullable Bucket bucket, String description) {
        return new Difference(Kind.MALFORMED_KEY, null, bucket, description);
    }
}
