package io.inlay.sync.key;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Builds keys in an array of its own that is used over and over, so that a key costs no garbage.
 *
 * <p>{@code start(bucket, sync).element(a).element(b)} makes a whole key; a {@link #separator()} after it makes the
 * prefix of all keys that begin with those elements. How many elements a bucket's key has is the caller's affair; {@link
 * Bucket#key} checks it. Not safe for use by several threads at once.
 */
public final class KeyBuilder {
    private static final int INITIAL_BYTES = 256;
    private static final int MAX_UTF8_PER_CHAR = 3;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int size;

    /** A builder that holds the empty key. */
    public KeyBuilder() {}

    /** Begins a new key: the bucket's header and the sync's id. What was built before is gone. */
    public KeyBuilder start(Bucket bucket, SyncId sync) {
        size = bucket.writeHeader(bytes);
        sync.writeTo(bytes, size);
        size += SyncId.BYTES;
        return this;
    }

    /**
     * Appends a separator and the escaped UTF-8 of a text.
     *
     * @throws IllegalArgumentException if the text holds an unpaired surrogate, which has no UTF-8; the key is as before
     */
    public KeyBuilder element(String text) {
        reserve(1L + (long) text.length() * MAX_UTF8_PER_CHAR);
        byte[] target = bytes;
        int at = size;
        target[at++] = Tuple.SEPARATOR;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > Tuple.ESCAPE && c < 0x80) {
                target[at++] = (byte) c;
            } else if (c <= Tuple.ESCAPE) {
                target[at++] = Tuple.ESCAPE;
                target[at++] = (byte) (c + 1);
            } else if (Character.isSurrogate(c)) {
                at = supplementary(text, i, target, at);
                i++;
            } else {
                at = basic(c, target, at);
            }
        }
        size = at;
        return this;
    }

    /** Appends a separator and the escaped form of raw bytes. */
    public KeyBuilder element(byte[] element) {
        reserve(1L + 2L * element.length);
        bytes[size++] = Tuple.SEPARATOR;
        for (byte b : element) {
            if (b == 0 || b == Tuple.ESCAPE) {
                bytes[size++] = Tuple.ESCAPE;
                bytes[size++] = (byte) (b + 1);
            } else {
                bytes[size++] = b;
            }
        }
        return this;
    }

    /**
     * Appends bytes of a key from an absolute index up to the limit as they are: separators and escaped elements. The buffer
     * keeps its position.
     */
    public KeyBuilder escaped(ByteBuffer key, int from) {
        int length = key.limit() - from;
        reserve(length);
        key.get(from, bytes, size, length);
        size += length;
        return this;
    }

    /** Appends a separator without an element, which ends a prefix. */
    public KeyBuilder separator() {
        reserve(1);
        bytes[size++] = Tuple.SEPARATOR;
        return this;
    }

    /**
     * Begins a new key: a copy of {@code key}, moved to another sync. The buffer's position stays.
     *
     * @throws MalformedKeyException if it is no key of the bucket
     */
    public KeyBuilder rekey(Bucket bucket, ByteBuffer key, SyncId sync) {
        int length = key.remaining();
        size = 0;
        reserve(length);
        key.get(key.position(), bytes, 0, length);
        view.limit(length).position(0);
        bucket.syncId(view);
        sync.writeTo(bytes, bucket.syncIdOffset());
        size = length;
        return this;
    }

    /**
     * Begins a new key: the primary key of the row that an index key stands for. The buffer's position stays.
     *
     * @throws MalformedKeyException if it is no key of the index
     */
    public KeyBuilder primaryOf(Bucket index, ByteBuffer indexKey) {
        Bucket primary = index.primary();
        int tail = index.primaryTail(indexKey);
        int length = indexKey.limit() - tail;
        size = 0;
        reserve((long) primary.tailOffset() + length);
        size = primary.writeHeader(bytes);
        indexKey.get(indexKey.position() + index.syncIdOffset(), bytes, size, SyncId.BYTES);
        size += SyncId.BYTES;
        if (primary.elements() > 0) {
            bytes[size++] = Tuple.SEPARATOR;
        }
        indexKey.get(tail, bytes, size, length);
        size += length;
        return this;
    }

    /** Length of the key so far, in bytes. */
    public int size() {
        return size;
    }

    /** A copy of the key. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The key, lent for reading from position 0 to the limit, valid until the builder is used again. */
    public ByteBuffer asBuffer() {
        return view.limit(size).position(0);
    }

    private static int basic(char c, byte[] target, int from) {
        int at = from;
        if (c < 0x800) {
            target[at++] = (byte) (0xC0 | (c >> 6));
        } else {
            target[at++] = (byte) (0xE0 | (c >> 12));
            target[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        target[at++] = (byte) (0x80 | (c & 0x3F));
        return at;
    }

    private static int supplementary(String text, int index, byte[] target, int from) {
        int code = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(code)) {
            throw new IllegalArgumentException(String.format(
                    "text holds an unpaired surrogate, U+%04X at index %d of %d, and has no UTF-8 form",
                    code, index, text.length()));
        }
        target[from] = (byte) (0xF0 | (code >> 18));
        target[from + 1] = (byte) (0x80 | ((code >> 12) & 0x3F));
        target[from + 2] = (byte) (0x80 | ((code >> 6) & 0x3F));
        target[from + 3] = (byte) (0x80 | (code & 0x3F));
        return from + 4;
    }

    private void reserve(long more) {
        long needed = size + more;
        if (needed <= bytes.length) {
            return;
        }
        if (needed > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("a key of " + needed + " bytes fits in no array");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, bytes.length * 2L)));
        view = ByteBuffer.wrap(bytes);
    }
}
