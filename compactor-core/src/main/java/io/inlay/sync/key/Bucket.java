package io.inlay.sync.key;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the 14 ranges in which the rows of a sync live, in the order in which they are compacted.
 *
 * <p>A key of a bucket is {@code header ‖ sync id ‖ 00 ‖ element ‖ 00 ‖ element …}; buckets without elements have keys
 * that end after the sync id. No header is a prefix of another, so the parts of one sync in the 14 buckets are pairwise
 * disjoint ranges, each given by {@link #prefix(SyncId, String...)}. The last elements of an index key are those of the
 * primary key of the row it stands for. All buffers are read by absolute index from their position to their limit, and
 * neither is moved.
 */
public enum Bucket {
    /** Resource types; elements: external id. */
    RESOURCE_TYPE("resource_type", 1, null, 3, 1),
    /** Resources; elements: resource type id, resource id. */
    RESOURCE("resource", 2, null, 3, 2),
    /** Index of resources; elements: parent's type id, parent's id, resource type id, resource id. */
    RESOURCE_BY_PARENT("resource_by_parent", 4, RESOURCE, 3, 7, 1),
    /** Entitlements; elements: external id. */
    ENTITLEMENT("entitlement", 1, null, 3, 3),
    /** Index of entitlements; elements: resource type id, resource id, external id. */
    ENTITLEMENT_BY_RESOURCE("entitlement_by_resource", 3, ENTITLEMENT, 3, 7, 2),
    /** Grants; elements: external id. */
    GRANT("grant", 1, null, 3, 4),
    /** Index of grants; elements: entitlement id, principal's type id, principal's id, external id. */
    GRANT_BY_ENTITLEMENT("grant_by_entitlement", 4, GRANT, 3, 7, 3),
    /** Index of grants; elements: entitlement's resource type id, entitlement's resource id, external id. */
    GRANT_BY_ENTITLEMENT_RESOURCE("grant_by_entitlement_resource", 3, GRANT, 3, 7, 7),
    /** Index of grants; elements: principal's type id, principal's id, external id. */
    GRANT_BY_PRINCIPAL("grant_by_principal", 3, GRANT, 3, 7, 4),
    /** Index of grants; elements: principal's type id, external id. */
    GRANT_BY_PRINCIPAL_RESOURCE_TYPE("grant_by_principal_resource_type", 2, GRANT, 3, 7, 6),
    /** Index of the grants still to be expanded; elements: external id. */
    GRANT_BY_NEEDS_EXPANSION("grant_by_needs_expansion", 1, GRANT, 3, 7, 5),
    /** Assets; elements: external id. */
    ASSET("asset", 1, null, 3, 5),
    /** The run record of a sync; no elements. */
    SYNC_RUN("sync_run", 0, null, 3, 6),
    /** The statistics of a sync; no elements. */
    STATS("sync_stats_sidecar", 0, null, 3, 0xFF, 's', 't', 'a', 't', 's', 0);

    private static final List<Bucket> ALL = List.of(values());

    private final String label;
    private final int elements;
    private final @Nullable Bucket indexed;

    @SuppressWarnings("ImmutableEnumChecker") // never handed out nor changed
    private final byte[] header;

    Bucket(String label, int elements, @Nullable Bucket indexed, int... header) {
        this.label = label;
        this.elements = elements;
        this.indexed = indexed;
        this.header = new byte[header.length];
        for (int i = 0; i < header.length; i++) {
            this.header[i] = (byte) header[i];
        }
    }

    /** All 14, in compaction order; unmodifiable. */
    public static List<Bucket> all() {
        return ALL;
    }

    /** The bucket whose header the key starts with, or null. The rest of the key is not looked at. */
    public static @Nullable Bucket of(ByteBuffer key) {
        for (Bucket bucket : ALL) {
            if (bucket.holds(key)) {
                return bucket;
            }
        }
        return null;
    }

    /** The bucket's name in reports and messages, as {@code grant_by_principal}. */
    public String label() {
        return label;
    }

    /** Number of elements of a key after the sync id, 0 to 4. */
    public int elements() {
        return elements;
    }

    /** Whether its rows are index rows, which have an empty value and stand for a row of {@link #primary()}. */
    public boolean isIndex() {
        return indexed != null;
    }

    /** The bucket of the rows that this bucket's rows stand for: for an index the indexed one, else itself. */
    public Bucket primary() {
        return indexed == null ? this : indexed;
    }

    /** The indexes over this bucket, in compaction order; empty for an index. */
    public List<Bucket> indexes() {
        return ALL.stream().filter(b -> b.indexed == this).toList();
    }

    /** A copy of the bytes that every key of the bucket starts with, whatever its sync: 2, 3 or 8. */
    public byte[] header() {
        return header.clone();
    }

    /** Offset of the sync id in a key. */
    public int syncIdOffset() {
        return header.length;
    }

    /** Offset of the first element in a key; for a bucket without elements the length of a key. */
    public int tailOffset() {
        return header.length + SyncId.BYTES + (elements == 0 ? 0 : 1);
    }

    /**
     * A key of the bucket.
     *
     * @param values one for each element, in the order given at the constant
     * @throws IllegalArgumentException if there are more or fewer, or one holds an unpaired surrogate
     */
    public byte[] key(SyncId sync, String... values) {
        if (values.length != elements) {
            throw new IllegalArgumentException(
                    "a " + label + " key has " + elements + " elements, not " + values.length);
        }
        return append(new KeyBuilder().start(this, sync), values).toByteArray();
    }

    /**
     * What the keys of one sync start with, or those of one sync that share their leading elements. With elements it
     * ends in a separator, so that the value {@code ent} is not taken for the beginning of {@code ent-1}.
     *
     * @param leading fewer than all elements
     * @throws IllegalArgumentException if there are too many, or one holds an unpaired surrogate
     */
    public byte[] prefix(SyncId sync, String... leading) {
        KeyBuilder key = new KeyBuilder().start(this, sync);
        if (leading.length == 0) {
            return key.toByteArray();
        }
        if (leading.length >= elements) {
            throw new IllegalArgumentException(
                    "a " + label + " prefix has fewer than " + elements + " elements, not " + leading.length);
        }
        return append(key, leading).separator().toByteArray();
    }

    /**
     * The sync of a key of this bucket.
     *
     * @throws MalformedKeyException if the key does not start with the bucket's header or ends within the id
     */
    public SyncId syncId(ByteBuffer key) {
        requireId(key);
        return SyncId.ofBytes(key, key.position() + header.length);
    }

    /**
     * Moves a key of this bucket to another sync, in place.
     *
     * @throws MalformedKeyException if the key does not start with the bucket's header or ends within the id
     */
    public void rekey(byte[] key, SyncId sync) {
        requireId(ByteBuffer.wrap(key));
        sync.writeTo(key, header.length);
    }

    /**
     * Absolute index at which the elements that a key shares with its primary key begin: the last one, or the last two
     * of an index of resources. Of a key of a primary bucket it is the first element. Looks at separators only and
     * allocates nothing; use {@link #check} where damage is to be found.
     *
     * @throws MalformedKeyException if the key is too short or has too few elements
     */
    public int primaryTail(ByteBuffer key) {
        requireId(key);
        int from = key.position() + tailOffset();
        if (elements == 0) {
            return from;
        }
        if (from > key.limit()) {
            throw malformed(key, "ends before its first element", key.remaining());
        }
        return Tuple.lastElements(key, from, primary().elements);
    }

    /**
     * Tells whether a key has exactly this bucket's form: header, sync id, number of elements, escapes, UTF-8.
     *
     * @throws MalformedKeyException if not; the message shows the key and what is wrong
     */
    public void check(ByteBuffer key) {
        requireId(key);
        int afterId = key.position() + header.length + SyncId.BYTES;
        if (elements == 0) {
            if (key.limit() != afterId) {
                throw malformed(key, "goes on after its sync id", afterId - key.position());
            }
            return;
        }
        if (afterId == key.limit() || key.get(afterId) != Tuple.SEPARATOR) {
            throw malformed(key, "has no separator after its sync id", afterId - key.position());
        }
        int found = Tuple.count(key, afterId + 1);
        if (found != elements) {
            throw malformed(key, "has " + found + " elements, must have " + elements, afterId + 1 - key.position());
        }
        int from = afterId + 1;
        for (int i = 0; i < elements; i++) {
            Tuple.decode(key, from);
            from = Tuple.elementEnd(key, from) + 1;
        }
    }

    private boolean holds(ByteBuffer key) {
        if (key.remaining() < header.length) {
            return false;
        }
        for (int i = 0; i < header.length; i++) {
            if (key.get(key.position() + i) != header[i]) {
                return false;
            }
        }
        return true;
    }

    private void requireId(ByteBuffer key) {
        if (!holds(key)) {
            throw malformed(key, "does not start with " + KeyText.hex(ByteBuffer.wrap(header)), 0);
        }
        if (key.remaining() < header.length + SyncId.BYTES) {
            throw malformed(key, "ends within its sync id", key.remaining());
        }
    }

    private static KeyBuilder append(KeyBuilder key, String... values) {
        for (String value : values) {
            key.element(value);
        }
        return key;
    }

    private MalformedKeyException malformed(ByteBuffer key, String what, int offset) {
        return new MalformedKeyException(label + " key " + KeyText.hex(key) + " " + what, offset);
    }

    /** Writes the header; the caller has made room. */
    int writeHeader(byte[] target) {
        System.arraycopy(header, 0, target, 0, header.length);
        return header.length;
    }
}
