package io.inlay.sync.record;

import java.nio.ByteBuffer;

/**
 * Walks the protobuf wire format of a buffer by absolute index, without decoding or allocating.
 *
 * <p>Accepts and refuses what {@code com.google.protobuf.CodedInputStream} does: a varint has at most ten bytes, a tag
 * or a length is its low 32 bits, field number 0 and wire types 6 and 7 are invalid, a group ends with its own number,
 * and groups and messages nest at most 100 deep. It is stricter in one point: a tenth byte of a varint that says that more
 * follow is always refused, which that class does only near the end of its input. Format:
 * protobuf.dev/programming-guides/encoding.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int START_GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    private static final int TYPE_BITS = 3;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;
    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_DEPTH = 100;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer data = NOTHING;
    /** Bytes of the buffer from {@link #windowFrom} on: taken over many at once, they are read one by one. */
    private final byte[] window = new byte[512];

    private int windowFrom;
    private int windowLength;
    private int start;
    private int at;
    private int limit;
    private int depth;

    static int tag(int number, int type) {
        return (number << TYPE_BITS) | type;
    }

    /** The field's number if a tag is of a length-delimited field, else 0. */
    static int lengthDelimitedField(int tag) {
        return (tag & TYPE_MASK) == LENGTH_DELIMITED ? tag >>> TYPE_BITS : 0;
    }

    /** Begins at the buffer's position; reads to its limit. */
    void open(ByteBuffer value) {
        data = value;
        start = value.position();
        at = start;
        limit = value.limit();
        depth = 0;
        moveWindow();
    }

    /** Absolute index of the next byte. */
    int index() {
        return at;
    }

    /** The next tag, or 0 at the end of the message. */
    int nextTag() {
        if (at == limit) {
            return 0;
        }
        int from = at;
        int tag = (int) varint();
        if (tag >>> TYPE_BITS == 0) {
            throw malformed("field number 0", from);
        }
        return tag;
    }

    /** A varint's low 64 bits. */
    long varint() {
        int from = at;
        byte first = next(from);
        return first >= 0 ? first : longVarint(first, from);
    }

    private long longVarint(byte first, int from) {
        long value = first & 0x7F;
        for (int i = 1; i < MAX_VARINT_BYTES; i++) {
            byte b = next(from);
            value |= (long) (b & 0x7F) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        throw malformed("a number of more than 10 bytes", from);
    }

    /** The next byte of a varint that begins at an index. */
    private byte next(int from) {
        if (at == limit) {
            throw malformed("a number is cut off", from);
        }
        if (at - windowFrom >= windowLength) {
            moveWindow();
        }
        return window[at++ - windowFrom];
    }

    private void moveWindow() {
        windowFrom = at;
        windowLength = Math.min(window.length, data.limit() - at);
        data.get(at, window, 0, windowLength);
    }

    /** The length of a length-delimited field, which lies wholly within the message. */
    int length() {
        int from = at;
        int length = (int) varint();
        if (length < 0) {
            throw malformed("a negative length", from);
        }
        if (length > limit - at) {
            throw malformed("a field of " + length + " bytes, with " + (limit - at) + " left", from);
        }
        return length;
    }

    /** Enters a nested message, whose length is read. Returns what {@link #leave} needs. */
    int enter() {
        int length = length();
        descend();
        int outer = limit;
        limit = at + length;
        return outer;
    }

    /** Leaves a nested message, wherever in it the reader stands. */
    void leave(int outer) {
        at = limit;
        limit = outer;
        depth--;
    }

    /** Passes over the field of a tag just read. */
    void skip(int tag) {
        switch (tag & TYPE_MASK) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case LENGTH_DELIMITED -> advance(length());
            case START_GROUP -> skipGroup(tag >>> TYPE_BITS);
            case END_GROUP -> throw malformed("the end of a group that did not begin", at);
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw malformed("wire type " + (tag & TYPE_MASK), at);
        }
    }

    MalformedRecordException malformed(String what, int index) {
        return new MalformedRecordException("malformed value: " + what, index - start);
    }

    private void skipGroup(int number) {
        descend();
        int end = tag(number, END_GROUP);
        while (true) {
            int tag = nextTag();
            if (tag == end) {
                depth--;
                return;
            }
            if (tag == 0) {
                throw malformed("a group is cut off", at);
            }
            skip(tag);
        }
    }

    private void descend() {
        if (depth == MAX_DEPTH) {
            throw malformed("nested more than " + MAX_DEPTH + " deep", at);
        }
        depth++;
    }

    /** Passes over bytes. */
    void advance(int bytes) {
        if (bytes > limit - at) {
            throw malformed("a field is cut off", at);
        }
        at += bytes;
    }
}
