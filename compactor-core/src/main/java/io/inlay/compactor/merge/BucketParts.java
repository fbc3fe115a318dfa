package io.inlay.compactor.merge;

import com.google.common.primitives.Bytes;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Sizes;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.Bucket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the rows of a bucket into parts that take about the same of the disk, by the estimates of one source's engine. A part is
 * a range of what follows bucket and sync in a key.
 */
final class BucketParts {
    private static final List<KeyRange> WHOLE = List.of(KeyRange.all());

    /** A cut lies where it should but for a part's share of this. */
    private static final int CLOSE_ENOUGH = 16;

    /** At so many bytes of a key at most, where keys part, the cut is looked for. */
    private static final int DEPTH = 12;

    private final MergeInput source;
    private final Sizes sizes;
    private final byte[] prefix;
    private final long bytes;

    private BucketParts(MergeInput source, Bucket bucket, Sizes sizes) {
        this.source = source;
        this.sizes = sizes;
        this.prefix = bucket.prefix(source.sync());
        this.bytes = sizes.of(SyncRanges.of(bucket, source.sync()));
    }

    /**
     * Finds parts by the source in which the bucket takes most.
     *
     * @param most how many parts there may be, at least 1
     * @param leastBytes what a part must take there to be worth being one
     * @return adjacent ranges, ascending, which together are all; the whole where no engine estimates sizes
     */
    static List<KeyRange> of(Bucket bucket, List<MergeInput> sources, int most, long leastBytes) {
        if (most == 1) {
            return WHOLE;
        }
        BucketParts largest = null;
        for (MergeInput source : sources) {
            Sizes sizes = source.sizes();
            BucketParts candidate = sizes == null ? null : new BucketParts(source, bucket, sizes);
            if (candidate != null && (largest == null || candidate.bytes > largest.bytes)) {
                largest = candidate;
            }
        }
        return largest == null ? WHOLE : largest.cut((int) Math.min(most, largest.bytes / leastBytes));
    }

    private List<KeyRange> cut(int number) {
        if (number < 2) {
            return WHOLE;
        }
        List<KeyRange> parts = new ArrayList<>();
        byte[] from = {};
        for (int i = 1; i < number; i++) {
            byte[] at = cut(bytes / number * i, bytes / number / CLOSE_ENOUGH);
            if (Arrays.compareUnsigned(from, at) < 0) {
                parts.add(KeyRange.of(from, at));
                from = at;
            }
        }
        parts.add(KeyRange.of(from, null));
        return parts;
    }

    /** A key before which about so much lies, found byte by byte. */
    private byte[] cut(long wanted, long tolerance) {
        byte[] at = {};
        for (int depth = 0; depth < DEPTH; depth++) {
            byte[] common = common(at);
            at = Arrays.copyOf(common, common.length + 1);
            if (wanted - lastByte(at, wanted) <= tolerance) {
                break;
            }
        }
        return at;
    }

    /** What all keys begin with that begin with some bytes. */
    private byte[] common(byte[] head) {
        KeyRange keys = KeyRange.prefix(Bytes.concat(prefix, head));
        byte[] first = end(keys, Direction.FORWARD);
        byte[] last = end(keys, Direction.BACKWARD);
        if (first == null || last == null) {
            return head;
        }
        int mismatch = Arrays.mismatch(first, last);
        return mismatch < 0 ? first : Arrays.copyOf(first, mismatch);
    }

    private byte @Nullable [] end(KeyRange keys, Direction direction) {
        try (Cursor cursor = source.view().cursor(keys, direction, Access.POINT)) {
            if (!cursor.next()) {
                return null;
            }
            byte[] key = Keys.copy(cursor.key());
            return Arrays.copyOfRange(key, prefix.length, key.length);
        }
    }

    /** Sets the last byte of a key to the greatest before which no more than so much lies, and tells how much does. */
    private long lastByte(byte[] key, long wanted) {
        int low = 0;
        int high = 256;
        long before = 0;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            key[key.length - 1] = (byte) middle;
            long found = before(key);
            if (found <= wanted) {
                low = middle;
                before = found;
            } else {
                high = middle;
            }
        }
        key[key.length - 1] = (byte) low;
        return before;
    }

    private long before(byte[] key) {
        return sizes.of(KeyRange.of(prefix, Bytes.concat(prefix, key)));
    }
}
