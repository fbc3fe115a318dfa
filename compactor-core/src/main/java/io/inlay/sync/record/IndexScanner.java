package io.inlay.sync.record;

import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyBuilder;
import io.inlay.sync.key.SyncId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the index rows that a stored record implies in its raw bytes, without decoding it and without garbage.
 *
 * <p>For every value that protobuf decodes, the rows are those that {@link RecordKeys#indexRows} gives for the decoded
 * record: fields may come in any order and more than once, parts of a repeated message merge, unknown fields are passed
 * over. What is inside other fields is not looked at, and text is not checked to be UTF-8. Values are read from their
 * position to their limit and neither is moved. An instance is to be used over and over, by one thread at a time; it keeps
 * the value last scanned, which has to stay as it is while rows are asked for.
 */
public final class IndexScanner {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final KeyBuilder key = new KeyBuilder();
    private final WireReader reader = new WireReader();
    private final Ref on = new Ref();
    private final Ref principal = new Ref();
    /** Holds the record's own resource type, if it names one, as a reference to it would. */
    private final Ref own = new Ref();

    /** By the numbers that {@link ScannedFields} gives them. */
    private final Ref[] refs = {on, principal, own};

    private ByteBuffer value = NOTHING;
    private Bucket bucket = Bucket.RESOURCE_TYPE;
    private int implied;
    private Ref counted = own;
    private byte[] elements = new byte[256];
    private ByteBuffer view = ByteBuffer.wrap(elements).asReadOnlyBuffer();
    private int size;

    /** A scanner at rest. */
    public IndexScanner() {}

    /** Where the parts of a reference lie in the value. */
    private static final class Ref {
        boolean present;
        final int[] at = new int[4];
        final int[] length = new int[4];

        void clear() {
            present = false;
            Arrays.fill(at, 0);
            Arrays.fill(length, 0);
        }

        boolean hasId() {
            return length[ResourceRef.RESOURCE_ID_FIELD_NUMBER] > 0;
        }
    }

    /**
     * Reads a stored record, about which {@link #implies} and {@link #leading} then answer.
     *
     * @param of resources, entitlements or grants; records of other buckets imply no row
     * @throws MalformedRecordException if the value is malformed where it is read
     */
    public void scan(Bucket of, ByteBuffer record) {
        bucket = of;
        value = record;
        on.clear();
        principal.clear();
        implied = 0;
        own.clear();
        reader.open(record);
        scan(ScannedFields.of(of));
    }

    private void scan(ScannedFields fields) {
        boolean needsExpansion = false;
        int tag;
        while ((tag = reader.nextTag()) != 0) {
            if (tag == fields.on || tag == fields.principal) {
                merge(tag == fields.on ? on : principal);
            } else if (tag == fields.needsExpansion) {
                needsExpansion = reader.varint() != 0;
            } else if (tag == fields.ownType) {
                take(own, ResourceRef.RESOURCE_TYPE_ID_FIELD_NUMBER);
            } else {
                reader.skip(tag);
            }
        }
        counted = refs[fields.counted];
        implied = (on.hasId() ? fields.impliedByOnId : 0)
                | (on.present && principal.present ? fields.impliedByBoth : 0)
                | (principal.present ? fields.impliedByPrincipal : 0)
                | (needsExpansion ? fields.impliedByFlag : 0);
    }

    /** Reads a reference: type, id and, of an entitlement, its id, which all refs number alike. */
    private void merge(Ref ref) {
        ref.present = true;
        int outer = reader.enter();
        int tag;
        while ((tag = reader.nextTag()) != 0) {
            int field = WireReader.lengthDelimitedField(tag);
            if (field > 0 && field < ref.at.length) {
                take(ref, field);
            } else {
                reader.skip(tag);
            }
        }
        reader.leave(outer);
    }

    private void take(Ref ref, int field) {
        int length = reader.length();
        ref.length[field] = length;
        ref.at[field] = reader.index();
        reader.advance(length);
    }

    /** Whether the record has a row in an index over its bucket. */
    public boolean implies(Bucket index) {
        return (implied & ScannedFields.set(index)) != 0;
    }

    /**
     * What the key of an implied row holds before the elements of the primary key: escaped elements, a separator after
     * each. Lent for reading until the next call.
     */
    public ByteBuffer leading(Bucket index) {
        int length = findLeading(index); // which may make another view
        return view.limit(length).position(0);
    }

    /**
     * Finds what {@link #leading} gives, for those who read it from {@link #leadingBytes}.
     *
     * @return its length
     */
    public int findLeading(Bucket index) {
        size = 0;
        for (LeadingPart part : LeadingPart.leading(index)) {
            append(refs[part.ref], part.field);
        }
        return size;
    }

    /** An array that begins with what was found last. Lent for reading until the next call. */
    public byte[] leadingBytes() {
        return elements;
    }

    /**
     * The key of an implied row. Lent for reading until the next call.
     *
     * @param sync the sync that the row is for
     * @param primaryKey the key of the record, in whatever sync
     * @throws io.inlay.sync.key.MalformedKeyException if it is no key of the bucket
     */
    public ByteBuffer row(Bucket index, SyncId sync, ByteBuffer primaryKey) {
        return key.start(index, sync)
                .separator()
                .escaped(leading(index), 0)
                .escaped(primaryKey, bucket.primaryTail(primaryKey))
                .asBuffer();
    }

    private void append(Ref ref, int field) {
        int length = ref.length[field];
        if (elements.length - size < 2 * length + 1) {
            elements = Arrays.copyOf(elements, 2 * (elements.length + length));
            view = ByteBuffer.wrap(elements).asReadOnlyBuffer();
        }
        value.get(ref.at[field], elements, size, length);
        int end = size + length;
        if (needsEscape(size, end)) {
            end = escape(size, end);
        }
        elements[end] = 0;
        size = end + 1;
    }

    /** Whether a byte is 00 or 01, eight looked at at once: only of such a byte does subtracting 02 set the high bit anew. */
    private boolean needsEscape(int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = (long) LONGS.get(elements, at);
            if ((word - 0x0202020202020202L & ~word & 0x8080808080808080L) != 0) {
                return true;
            }
        }
        for (; at < end; at++) {
            if (elements[at] == 0 || elements[at] == 1) {
                return true;
            }
        }
        return false;
    }

    /** Escapes what lies from {@code from} to {@code end} in place, from the back. Returns the new end. */
    private int escape(int from, int end) {
        int escapes = 0;
        for (int i = from; i < end; i++) {
            if (elements[i] == 0 || elements[i] == 1) {
                escapes++;
            }
        }
        int to = end + escapes;
        for (int i = end - 1; i >= from; i--) {
            byte b = elements[i];
            if (b == 0 || b == 1) {
                elements[--to] = (byte) (b + 1);
                elements[--to] = 1;
            } else {
                elements[--to] = b;
            }
        }
        return end + escapes;
    }

    /**
     * Absolute index, in the value last scanned, of the resource type by which the record is counted, as {@link
     * FieldScanner#group} finds it.
     */
    int groupIndex() {
        return counted.at[ResourceRef.RESOURCE_TYPE_ID_FIELD_NUMBER];
    }

    /** Number of bytes of that type, 0 if the record names none. */
    int groupLength() {
        return counted.length[ResourceRef.RESOURCE_TYPE_ID_FIELD_NUMBER];
    }
}
