package io.inlay.sync.key;

import com.google.common.base.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads escaped elements separated by single zero bytes, as they stand in keys.
 *
 * <p>In an element, byte {@code 00} is written {@code 01 01}, byte {@code 01} is written {@code 01 02}, every other byte
 * is itself; the empty element has no bytes. An escaped element holds no {@code 00}, so each {@code 00} is a separator,
 * and byte order of tuples equals element-wise unsigned order of what was escaped, a shorter element before its
 * extensions. Tuples are written by {@link KeyBuilder}.
 *
 * <p>All indexes are absolute, as in {@link ByteBuffer#get(int)}; a tuple ends at the buffer's limit. The buffer's
 * position is never moved; offsets in exceptions count from it.
 */
public final class Tuple {
    static final byte SEPARATOR = 0;
    static final byte ESCAPE = 1;
    static final byte ESCAPED_ZERO = 1;
    static final byte ESCAPED_ONE = 2;

    private Tuple() {}

    /** Index just after the element that starts at {@code from}: its separator, or the limit. */
    public static int elementEnd(ByteBuffer key, int from) {
        int limit = key.limit();
        int i = from;
        while (i < limit && key.get(i) != SEPARATOR) {
            i++;
        }
        return i;
    }

    /** Number of elements of the tuple that starts at {@code from}; at least one, which may be empty. */
    public static int count(ByteBuffer key, int from) {
        int count = 1;
        for (int i = from; i < key.limit(); i++) {
            if (key.get(i) == SEPARATOR) {
                count++;
            }
        }
        return count;
    }

    /**
     * Index at which the last {@code count} elements of the tuple that starts at {@code from} begin. Looks at separators
     * only and allocates nothing.
     *
     * @throws MalformedKeyException if the tuple has fewer elements
     */
    public static int lastElements(ByteBuffer key, int from, int count) {
        int missing = count;
        for (int i = key.limit() - 1; i >= from; i--) {
            if (key.get(i) == SEPARATOR && --missing == 0) {
                return i + 1;
            }
        }
        if (missing == 1) {
            return from;
        }
        throw new MalformedKeyException(
                "invalid tuple: " + (count - missing + 1) + " elements, expected at least " + count,
                from - key.position());
    }

    /**
     * The element that starts at {@code from}, unescaped, as text.
     *
     * @throws MalformedKeyException if it holds an invalid escape or is not UTF-8
     */
    public static String decode(ByteBuffer key, int from) {
        byte[] bytes = decodeBytes(key, from);
        if (!Utf8.isWellFormed(bytes)) {
            throw new MalformedKeyException("invalid tuple: element is not UTF-8", from - key.position());
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * The element that starts at {@code from}, unescaped.
     *
     * @throws MalformedKeyException if it holds an invalid escape
     */
    public static byte[] decodeBytes(ByteBuffer key, int from) {
        int end = elementEnd(key, from);
        byte[] element = new byte[end - from - escapes(key, from, end)];
        int at = from;
        for (int size = 0; size < element.length; size++) {
            byte b = key.get(at++);
            element[size] = b == ESCAPE ? (byte) (key.get(at++) - 1) : b;
        }
        return element;
    }

    /** Number of escapes in an element, all checked. */
    static int escapes(ByteBuffer key, int from, int end) {
        int escapes = 0;
        int i = from;
        while (i < end) {
            if (key.get(i) != ESCAPE) {
                i++;
                continue;
            }
            if (i + 1 == end) {
                throw invalidEscape(key, i, "nothing");
            }
            byte code = key.get(i + 1);
            if (code != ESCAPED_ZERO && code != ESCAPED_ONE) {
                throw invalidEscape(key, i, String.format("%02x", code));
            }
            escapes++;
            i += 2;
        }
        return escapes;
    }

    private static MalformedKeyException invalidEscape(ByteBuffer key, int at, String after) {
        return new MalformedKeyException(
                "invalid tuple: 01 followed by " + after + ", expected 01 or 02", at - key.position());
    }
}
