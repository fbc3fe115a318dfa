package io.inlay.engine.rocksdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing array of bytes in the encodings of table files: numbers little-endian, or as varints with seven bits a byte. For
 * one thread.
 */
final class TableBytes {
    /** Most bytes that a varint takes. */
    static final int MOST_VARINT = 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array;
    private int size;

    TableBytes(int capacity) {
        array = new byte[capacity];
    }

    /** What holds the bytes; another array once it has grown. */
    byte[] array() {
        return array;
    }

    /** Bytes so far. */
    int size() {
        return size;
    }

    /** Forgets all bytes. */
    void clear() {
        size = 0;
    }

    /** Makes sure that so many more bytes can be put without growing. */
    void reserve(int more) {
        if (more > array.length - size) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(size, more), 2 * array.length));
        }
    }

    TableBytes raw(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, array, size, length);
        size += length;
        return this;
    }

    TableBytes raw(byte[] from) {
        return raw(from, 0, from.length);
    }

    /** Appends bytes of a buffer, which keeps its position. */
    TableBytes raw(ByteBuffer from, int index, int length) {
        reserve(length);
        from.get(index, array, size, length);
        size += length;
        return this;
    }

    TableBytes varint(long value) {
        reserve(MOST_VARINT);
        size = varint(array, size, value);
        return this;
    }

    TableBytes fixed32(int value) {
        reserve(Integer.BYTES);
        fixed32(array, size, value);
        size += Integer.BYTES;
        return this;
    }

    TableBytes fixed64(long value) {
        reserve(Long.BYTES);
        fixed64(array, size, value);
        size += Long.BYTES;
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }

    /** Writes a varint of at most {@link #MOST_VARINT} bytes and returns where it ends. */
    static int varint(byte[] into, int offset, long value) {
        int at = offset;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            into[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[at++] = (byte) rest;
        return at;
    }

    /** Bytes that a number takes as a varint. */
    static int varintLength(int value) {
        return Math.max(1, (Integer.SIZE + 6 - Integer.numberOfLeadingZeros(value)) / 7);
    }

    static void fixed32(byte[] into, int offset, int value) {
        INT.set(into, offset, value);
    }

    static void fixed64(byte[] into, int offset, long value) {
        LONG.set(into, offset, value);
    }
}
