package io.inlay.sync.record;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.StringJoiner;

/**
 * A kind of record: the seven constants are all there are, one for each bucket that is no index. Immutable and safe for
 * any thread.
 *
 * @param <M> the message
 */
public final class RecordType<M extends MessageLite> {
    /** Resource types, as {@code user}. */
    public static final RecordType<ResourceTypeRecord> RESOURCE_TYPE = new RecordType<>(new Shapes.ResourceTypes());
    /** Resources: users, groups, roles, and what else can be granted on or to. */
    public static final RecordType<ResourceRecord> RESOURCE = new RecordType<>(new Shapes.Resources());
    /** Entitlements: what can be granted on a resource. */
    public static final RecordType<EntitlementRecord> ENTITLEMENT = new RecordType<>(new Shapes.Entitlements());
    /** Grants: who holds which entitlement. */
    public static final RecordType<GrantRecord> GRANT = new RecordType<>(new GrantShape());
    /** Assets: icons and the like. */
    public static final RecordType<AssetRecord> ASSET = new RecordType<>(new Shapes.Assets());
    /** The run record of a sync. */
    public static final RecordType<SyncRunRecord> SYNC_RUN = new RecordType<>(new Shapes.SyncRuns());
    /** The statistics of a sync. */
    public static final RecordType<SyncStatsRecord> STATS = new RecordType<>(new Shapes.Stats());

    private static final List<RecordType<?>> ALL =
            List.of(RESOURCE_TYPE, RESOURCE, ENTITLEMENT, GRANT, ASSET, SYNC_RUN, STATS);

    private final Shape<M> shape;

    private RecordType(Shape<M> shape) {
        this.shape = shape;
    }

    /** All seven, in the order of their buckets; unmodifiable. */
    public static List<RecordType<?>> all() {
        return ALL;
    }

    /**
     * The kind of the records that the bucket holds, or that its index rows stand for.
     */
    public static RecordType<?> of(Bucket bucket) {
        for (RecordType<?> type : ALL) {
            if (type.bucket() == bucket.primary()) {
                return type;
            }
        }
        throw new AssertionError(bucket);
    }

    /** Where records of this kind live. */
    public Bucket bucket() {
        return shape.bucket();
    }

    /**
     * The value to store. Equal records give equal bytes: fields ascend, map entries come in the order of their keys as
     * Java strings, fields unknown to the schema come last.
     */
    public byte[] encode(M record) {
        byte[] bytes = new byte[record.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            record.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a record outgrew its own size", e);
        }
        out.checkNoSpaceLeft();
        return bytes;
    }

    /**
     * The record of a stored value, which is read from its position to its limit; neither is moved, and the record keeps
     * nothing of the buffer. Fields unknown to the schema are kept.
     *
     * @throws MalformedRecordException if the value is no record
     */
    public M decode(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(value.position(), bytes);
        return decode(bytes);
    }

    /** The same for a value in an array. */
    public M decode(byte[] value) {
        try {
            return shape.parser().parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedRecordException("malformed " + bucket().label() + ": " + e.getMessage(), e);
        }
    }

    /** Sets {@code found} to when the record was seen; absent for kinds that have no such field. */
    public void discoveredAt(M record, DiscoveredAt found) {
        Timestamp time = shape.discoveredAt(record);
        if (time == null) {
            found.clear();
        } else {
            found.set(time.getSeconds(), time.getNanos());
        }
    }

    /**
     * Tells whether a record may be stored in a sync: no part of its identity is empty, every time is one that a protobuf
     * Timestamp can hold, and a sync id in the value is that of the sync. The lengths of keys are checked by {@link
     * RecordKeys}, which calls this too.
     *
     * @throws InvalidRecordException if not
     */
    public void check(SyncId sync, M record) {
        shape.identity(record, new EmptyPartFinder<>(this, record));
        shape.times(record, (field, time) -> {
            if (!DiscoveredAt.isInRange(time)) {
                throw invalid(record, field, DiscoveredAt.outOfRange(time.getSeconds(), time.getNanos()));
            }
        });
        String owner = shape.syncId(record);
        if (owner != null && !owner.equals(sync.toString())) {
            String quoted = KeyText.quote(owner, KeyText.MAX_CHARACTERS);
            throw invalid(record, "sync_id", "is " + quoted + ", but the record is for sync " + sync);
        }
    }

    /** The kind and identity of a record for messages, as {@code resource ("user", "alice")}. */
    public String describe(M record) {
        if (bucket().elements() == 0) {
            return bucket().label();
        }
        StringJoiner parts = new StringJoiner(", ", bucket().label() + " (", ")");
        shape.identity(record, new KeyParts() {
            @Override
            public KeyParts add(String field, String value) {
                parts.add(KeyText.quote(value, KeyText.MAX_CHARACTERS));
                return this;
            }
        });
        return parts.toString();
    }

    /** The bucket's name. */
    @Override
    public String toString() {
        return bucket().label();
    }

    Shape<M> shape() {
        return shape;
    }

    InvalidRecordException invalid(M record, String field, String what) {
        return new InvalidRecordException(describe(record) + ": " + field + " " + what);
    }
}
