package io.inlay.sync.bulk;

import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What stands for a key of one sync while it is sorted: one byte for its bucket, then its bytes from the first element on.
 * Shorter by header and sync id, and in the same order. For one thread.
 */
final class StagedKeys {
    private static final List<Bucket> IN_KEY_ORDER = Bucket.all().stream()
            .sorted(Comparator.comparing(Bucket::header, Arrays::compareUnsigned))
            .toList();

    private static final Map<Bucket, Byte> RANKS = ranks();

    private final byte[][] prefixes = new byte[IN_KEY_ORDER.size()][];
    private ByteBuffer staged = ByteBuffer.allocate(512);
    private ByteBuffer restored = ByteBuffer.allocate(512);

    StagedKeys(SyncId sync) {
        for (Bucket bucket : IN_KEY_ORDER) {
            byte[] prefix = Arrays.copyOf(bucket.prefix(sync), bucket.tailOffset());
            prefixes[rank(bucket)] = prefix;
        }
    }

    private static Map<Bucket, Byte> ranks() {
        Map<Bucket, Byte> ranks = new EnumMap<>(Bucket.class);
        for (Bucket bucket : IN_KEY_ORDER) {
            ranks.put(bucket, (byte) IN_KEY_ORDER.indexOf(bucket));
        }
        return ranks;
    }

    private static byte rank(Bucket bucket) {
        return Objects.requireNonNull(RANKS.get(bucket));
    }

    /** All buckets in the order of their keys, which is not that of compaction. */
    static List<Bucket> inKeyOrder() {
        return IN_KEY_ORDER;
    }

    /** The bucket of a staged key. */
    static Bucket bucket(ByteBuffer stagedKey) {
        return IN_KEY_ORDER.get(stagedKey.get(stagedKey.position()));
    }

    /** What stands for a key; lent until the next call. */
    ByteBuffer stage(Bucket bucket, ByteBuffer key) {
        int offset = bucket.tailOffset();
        int tailBytes = key.remaining() - offset;
        if (staged.capacity() <= tailBytes) {
            staged = ByteBuffer.allocate(2 * tailBytes);
        }
        staged.clear().limit(1 + tailBytes);
        staged.put(0, rank(bucket)).put(1, key, key.position() + offset, tailBytes);
        return staged;
    }

    /** The key that a staged key stands for; lent until the next call. */
    ByteBuffer restore(ByteBuffer stagedKey) {
        byte[] prefix = prefixes[stagedKey.get(stagedKey.position())];
        int tailBytes = stagedKey.remaining() - 1;
        if (restored.capacity() < prefix.length + tailBytes) {
            restored = ByteBuffer.allocate(2 * (prefix.length + tailBytes));
        }
        restored.clear().limit(prefix.length + tailBytes);
        restored.put(0, prefix).put(prefix.length, stagedKey, stagedKey.position() + 1, tailBytes);
        return restored;
    }
}
