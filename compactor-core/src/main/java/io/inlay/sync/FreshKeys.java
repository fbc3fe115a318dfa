package io.inlay.sync;

import io.inlay.engine.Keys;
import io.inlay.sync.key.Bucket;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What one handle knows to be absent from a sync that it started: of each bucket every key above the greatest that it put.
 * Looking for such a key is needless. For use under the sync's lease.
 */
final class FreshKeys {
    /** Of each bucket with an entry: the greatest key that may be stored, an empty one if none is. */
    private final Map<Bucket, byte[]> greatest = new EnumMap<>(Bucket.class);

    /**
     * @param fresh whether the sync holds no records; else nothing is known
     */
    FreshKeys(boolean fresh) {
        if (fresh) {
            Bucket.all().forEach(bucket -> greatest.put(bucket, new byte[0]));
        }
    }

    /** False for the keys of a bucket that are known to be absent. */
    Predicate<byte[]> mayBeStored(Bucket bucket) {
        byte[] last = greatest.get(bucket);
        return key -> last == null || Keys.compare(key, last) <= 0;
    }

    /** A key is about to be put; the write may take effect and throw nevertheless. */
    void putting(Bucket bucket, byte[] key) {
        greatest.computeIfPresent(bucket, (same, last) -> Keys.compare(last, key) < 0 ? key : last);
    }
}
