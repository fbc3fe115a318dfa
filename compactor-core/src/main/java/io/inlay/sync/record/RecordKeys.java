package io.inlay.sync.record;

import com.google.protobuf.MessageLite;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyBuilder;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Builds the keys that records imply: the primary key, and those of the index rows.
 *
 * <p>A record is in an index when the fields that the index is by are there: a resource with the id of a parent, an
 * entitlement with the id of its resource, a grant with entitlement and principal, with the id of its entitlement's
 * resource, with a principal, and with needs_expansion set.
 *
 * <p>Keys are built in memory that is used over and over. Not safe for use by several threads at once, nor from within
 * {@link IndexRows#row}.
 */
public final class RecordKeys {
    private final int maxKeyBytes;
    private final KeyBuilder key = new KeyBuilder();

    /**
     * @param maxKeyBytes the length of the longest key that the store takes
     */
    public RecordKeys(int maxKeyBytes) {
        this.maxKeyBytes = maxKeyBytes;
    }

    /**
     * The primary key of a record that is to be stored, lent for reading until the next call.
     *
     * @throws InvalidRecordException if the record must not be stored in that sync, or the key would be too long or not
     *     UTF-8
     */
    public <M extends MessageLite> ByteBuffer primary(RecordType<M> type, SyncId sync, M record) {
        type.check(sync, record);
        Rows<M> rows = new Rows<>(type, sync, record, null);
        type.shape().identity(record, rows.begin(type.bucket()));
        rows.end();
        return key.asBuffer();
    }

    /**
     * Gives the index rows of a record, in the order of the buckets.
     *
     * @throws InvalidRecordException if a key would be too long or not UTF-8; rows before it have been given
     */
    public <M extends MessageLite> void indexRows(RecordType<M> type, SyncId sync, M record, IndexRows sink) {
        Rows<M> rows = new Rows<>(type, sync, record, sink);
        type.shape().indexRows(record, rows);
        rows.end();
    }

    /** Builds one key after another, and gives each when the next begins. */
    private final class Rows<M extends MessageLite> implements Shape.RowParts, KeyParts {
        private final RecordType<M> type;
        private final SyncId sync;
        private final M record;
        private final @Nullable IndexRows sink;
        private @Nullable Bucket current;

        Rows(RecordType<M> type, SyncId sync, M record, @Nullable IndexRows sink) {
            this.type = type;
            this.sync = sync;
            this.record = record;
            this.sink = sink;
        }

        @Override
        public KeyParts begin(Bucket bucket) {
            end();
            current = bucket;
            key.start(bucket, sync);
            return this;
        }

        @Override
        public KeyParts add(String field, String value) {
            try {
                key.element(value);
            } catch (IllegalArgumentException e) {
                InvalidRecordException invalid =
                        type.invalid(record, field, "cannot be part of a key: " + e.getMessage());
                invalid.initCause(e);
                throw invalid;
            }
            return this;
        }

        void end() {
            if (current == null) {
                return;
            }
            if (key.size() > maxKeyBytes) {
                throw new InvalidRecordException(type.describe(record) + ": its " + current.label() + " key has "
                        + key.size() + " bytes, the limit is " + maxKeyBytes);
            }
            if (sink != null) {
                sink.row(current, key.asBuffer());
            }
            current = null;
        }
    }
}
