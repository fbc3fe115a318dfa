package io.inlay.engine.rocksdb;

import io.inlay.engine.Batch;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.support.Failures;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes operations as RocksDB stores them in its log, so that a whole batch crosses into native code in one call.
 *
 * <p>Format (RocksDB's write batch, the record of its write-ahead log): sequence u64 and count u32, little-endian, then
 * records {@code tag u8, key, [value]} where key and value are {@code length varint32, bytes}; tag 0 deletes, 1 puts, 15
 * deletes the range from key to value. RocksDB fills in the sequence.
 */
final class BatchEncoder implements Batch.Visitor {
    private static final int HEADER = 12;
    private static final int COUNT = 8;
    private static final byte DELETE = 0;
    private static final byte PUT = 1;
    private static final byte DELETE_RANGE = 15;
    private static final int LARGEST = Integer.MAX_VALUE - 64;

    private byte[] bytes;
    private int length = HEADER;
    private int count;
    private @Nullable Span deletedRanges;

    /** Makes an encoder with room for about so many bytes. */
    BatchEncoder(long expectedBytes) {
        bytes = new byte[(int) Math.min(LARGEST, HEADER + expectedBytes)];
    }

    /** Encodes a batch whose lengths were checked. */
    static BatchEncoder of(Batch batch) {
        long tagsAndLengths = 11L * batch.size();
        BatchEncoder encoder = new BatchEncoder(batch.bytes() + tagsAndLengths);
        batch.forEach(encoder);
        return encoder;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        start(PUT, key.length, value.length);
        append(key, 0, key.length);
        append(value, 0, value.length);
    }

    @Override
    public void delete(byte[] key) {
        start(DELETE, key.length, 0);
        append(key, 0, key.length);
    }

    /** Deletes a range: one that can hold one key only as that key, since range tombstones slow all later reads. */
    @Override
    public void deleteRange(KeyRange range) {
        byte[] from = KeyBounds.clip(range.from());
        byte[] end = KeyBounds.end(range);
        if (Keys.compare(from, end) >= 0) {
            return;
        }
        if (from.length <= KeyBounds.MAX_KEY_BYTES && Arrays.equals(Keys.successor(from), end)) {
            delete(from);
            return;
        }
        Span span = new Span(from, end);
        deletedRanges = deletedRanges == null ? span : deletedRanges.joined(span);
        start(DELETE_RANGE, from.length, end.length);
        append(from, 0, from.length);
        append(end, 0, end.length);
    }

    private void start(byte tag, int keyBytes, int valueBytes) {
        makeRoom(11L + keyBytes + valueBytes);
        bytes[length++] = tag;
        count++;
    }

    private void append(byte[] from, int offset, int size) {
        int rest = size;
        while (rest >= 0x80) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        System.arraycopy(from, offset, bytes, length, size);
        length += size;
    }

    private void makeRoom(long more) {
        long needed = length + more;
        if (needed <= bytes.length) {
            return;
        }
        if (needed > LARGEST) {
            throw Failures.invalid("a batch of more than " + LARGEST + " bytes cannot be written at once");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(needed, 2L * bytes.length)));
    }

    /** Number of encoded operations. */
    int count() {
        return count;
    }

    /** Number of encoded bytes. */
    int length() {
        return length;
    }

    /** From the first to the last key of all ranges that are deleted as such; null without one. */
    @Nullable Span deletedRanges() {
        return deletedRanges;
    }

    /** The encoded batch. */
    byte[] encoded() {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[COUNT + i] = (byte) (count >>> (8 * i));
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
