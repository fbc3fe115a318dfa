package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.MalformedKeyException;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.MalformedRecordException;
import io.inlay.sync.record.RecordType;
import java.nio.ByteBuffer;

/** Reads stored rows; a damaged one is CORRUPT, with its key. */
final class Stored {
    private Stored() {}

    static <M extends MessageLite> M decode(RecordType<M> type, ByteBuffer key, ByteBuffer value) {
        try {
            return type.decode(value);
        } catch (MalformedRecordException e) {
            throw corrupt(key, e);
        }
    }

    /** The key of a record; INVALID for a wrong number of parts of its identity, or one that is no text. */
    static byte[] key(RecordType<?> type, SyncId sync, String... identity) {
        try {
            return type.bucket().key(sync, identity);
        } catch (IllegalArgumentException e) {
            throw new SyncException(SyncException.Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /** Checks the form of a key. */
    static void check(Bucket bucket, ByteBuffer key) {
        try {
            bucket.check(key);
        } catch (MalformedKeyException e) {
            throw new SyncException(SyncException.Kind.CORRUPT, "damaged key: " + e.getMessage(), e);
        }
    }

    static SyncException corrupt(ByteBuffer key, RuntimeException cause) {
        return new SyncException(
                SyncException.Kind.CORRUPT, "damaged row " + KeyText.of(key) + ": " + cause.getMessage(), cause);
    }
}
