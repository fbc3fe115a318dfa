package io.inlay.sync.record;

import io.inlay.sync.key.Bucket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * Reads single fields from the raw bytes of stored records, without decoding them and without garbage.
 *
 * <p>For every value that protobuf decodes, the answer is the one that decoding gives: fields may come in any order and
 * more than once, of a repeated plain field the last counts, parts of a repeated message merge, and unknown fields are
 * passed over. The whole value is walked, so one cut off or garbled between fields is refused; what is inside other
 * fields is not looked at. Values are read from their position to their limit and neither is moved. An instance is to be
 * used over and over, by one thread at a time; it keeps no buffer.
 */
public final class FieldScanner {
    private static final int SECONDS = WireReader.tag(1, WireReader.VARINT);
    private static final int NANOS = WireReader.tag(2, WireReader.VARINT);
    /** Tags by bucket, 0 where records have no such field. */
    private static final int[] DISCOVERED_AT = tags(FieldScanner::discoveredAtField);

    private static final int[] GROUP = tags(FieldScanner::groupField);
    private static final int TYPE_OF_REF = WireReader.tag(1, WireReader.LENGTH_DELIMITED);

    private final WireReader reader = new WireReader();
    private long seconds;
    private int nanos;
    private int groupIndex;
    private int groupLength;

    /** A scanner at rest. */
    public FieldScanner() {}

    /**
     * Reads when a record was seen.
     *
     * @param bucket the bucket the value is in: resource types, resources, entitlements, grants or assets
     * @param found set to what was found
     * @throws MalformedRecordException if the value is malformed or the time out of range; {@code found} is then absent
     * @throws IllegalArgumentException if records of the bucket have no such field
     */
    @SuppressWarnings("EnumOrdinal") // a table in memory; nothing is kept
    public void discoveredAt(Bucket bucket, ByteBuffer value, DiscoveredAt found) {
        int field = DISCOVERED_AT[bucket.ordinal()];
        if (field == 0) {
            throw new IllegalArgumentException(bucket.label() + " rows have no discovered_at");
        }
        found.clear();
        seconds = 0;
        nanos = 0;
        int last = -1;
        reader.open(value);
        int tag;
        while ((tag = reader.nextTag()) != 0) {
            if (tag == field) {
                last = reader.index();
                mergeTimestamp();
            } else {
                reader.skip(tag);
            }
        }
        if (last >= 0) {
            if (!DiscoveredAt.isInRange(seconds, nanos)) {
                throw reader.malformed(DiscoveredAt.outOfRange(seconds, nanos), last);
            }
            found.assign(seconds, nanos);
        }
    }

    /**
     * Finds the resource type by which a record is counted: a resource's own, and the type of the resource that an
     * entitlement, or a grant's entitlement, sits on. {@link #groupIndex} and {@link #groupLength} then tell where its
     * UTF-8 lies in the value; a record that names none is counted under the empty text.
     *
     * @param bucket resources, entitlements or grants
     * @throws MalformedRecordException if the value is malformed
     * @throws IllegalArgumentException if records of the bucket are not counted by type
     */
    @SuppressWarnings("EnumOrdinal") // a table in memory; nothing is kept
    public void group(Bucket bucket, ByteBuffer value) {
        int field = GROUP[bucket.ordinal()];
        if (field == 0) {
            throw new IllegalArgumentException(bucket.label() + " rows are not counted by resource type");
        }
        groupIndex = value.position();
        groupLength = 0;
        reader.open(value);
        int tag;
        while ((tag = reader.nextTag()) != 0) {
            if (tag != field) {
                reader.skip(tag);
            } else if (bucket == Bucket.RESOURCE) {
                takeGroup();
            } else {
                mergeRef();
            }
        }
    }

    /** Absolute index, in the value last given to {@link #group}, of the first byte of the type found. */
    public int groupIndex() {
        return groupIndex;
    }

    /** Number of bytes of the type found, 0 if the record names none. */
    public int groupLength() {
        return groupLength;
    }

    private void mergeTimestamp() {
        int outer = reader.enter();
        int tag;
        while ((tag = reader.nextTag()) != 0) {
            if (tag == SECONDS) {
                seconds = reader.varint();
            } else if (tag == NANOS) {
                nanos = (int) reader.varint();
            } else {
                reader.skip(tag);
            }
        }
        reader.leave(outer);
    }

    private void mergeRef() {
        int outer = reader.enter();
        int tag;
        while ((tag = reader.nextTag()) != 0) {
            if (tag == TYPE_OF_REF) {
                takeGroup();
            } else {
                reader.skip(tag);
            }
        }
        reader.leave(outer);
    }

    private void takeGroup() {
        groupLength = reader.length();
        groupIndex = reader.index();
        reader.advance(groupLength);
    }

    private static int[] tags(ToIntFunction<Bucket> field) {
        return Arrays.stream(Bucket.values())
                .mapToInt(field)
                .map(number -> WireReader.tag(number, number == 0 ? 0 : WireReader.LENGTH_DELIMITED))
                .toArray();
    }

    private static int discoveredAtField(Bucket bucket) {
        return switch (bucket) {
            case RESOURCE_TYPE -> ResourceTypeRecord.DISCOVERED_AT_FIELD_NUMBER;
            case RESOURCE -> ResourceRecord.DISCOVERED_AT_FIELD_NUMBER;
            case ENTITLEMENT -> EntitlementRecord.DISCOVERED_AT_FIELD_NUMBER;
            case GRANT -> GrantRecord.DISCOVERED_AT_FIELD_NUMBER;
            case ASSET -> AssetRecord.DISCOVERED_AT_FIELD_NUMBER;
            default -> 0;
        };
    }

    private static int groupField(Bucket bucket) {
        return switch (bucket) {
            case RESOURCE -> ResourceRecord.RESOURCE_TYPE_ID_FIELD_NUMBER;
            case ENTITLEMENT -> EntitlementRecord.RESOURCE_FIELD_NUMBER;
            case GRANT -> GrantRecord.ENTITLEMENT_FIELD_NUMBER;
            default -> 0;
        };
    }
}
