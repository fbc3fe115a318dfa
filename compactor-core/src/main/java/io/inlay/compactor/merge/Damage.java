package io.inlay.compactor.merge;

import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.MalformedKeyException;
import java.nio.ByteBuffer;

/** What is thrown for damaged rows of a source. */
final class Damage {
    private Damage() {}

    /** A key that has not the form of its bucket. */
    static RuntimeException key(Bucket bucket, MergeInput source, ByteBuffer key) {
        try {
            bucket.check(key);
        } catch (MalformedKeyException e) {
            return new SyncException(Kind.CORRUPT, "damaged key of " + source.name() + ": " + e.getMessage(), e);
        }
        throw new AssertionError("nothing is wrong with " + KeyText.of(key));
    }

    /** A value that cannot be read, of a row whose key was moved to the sync that is built. */
    static SyncException value(Bucket bucket, MergeInput source, RowInput row, RuntimeException cause) {
        byte[] key = new byte[row.length()];
        row.key().get(key);
        bucket.rekey(key, source.sync());
        return new SyncException(
                Kind.CORRUPT,
                "damaged row " + KeyText.of(key) + " of " + source.name() + ": " + cause.getMessage(),
                cause);
    }
}
