package io.inlay.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Order and text of keys. */
public final class Keys {
    private static final int PRINTED_BYTES = 80;

    private Keys() {}

    /** Compares in unsigned lexicographic order; a key sorts before its extensions. */
    public static int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    /** Compares what lies between position and limit, as {@link #compare(byte[], byte[])}. */
    public static int compare(ByteBuffer a, ByteBuffer b) {
        int at = a.mismatch(b);
        if (at < 0) {
            return 0;
        }
        if (at >= a.remaining() || at >= b.remaining()) {
            return a.remaining() - b.remaining();
        }
        return (a.get(a.position() + at) & 0xff) - (b.get(b.position() + at) & 0xff);
    }

    /** The smallest key above all keys that start with the prefix, or null where there is none (all bytes FF, or empty). */
    public static byte @Nullable [] upperBound(byte[] prefix) {
        for (int last = prefix.length - 1; last >= 0; last--) {
            if (prefix[last] != (byte) 0xff) {
                byte[] bound = Arrays.copyOf(prefix, last + 1);
                bound[last]++;
                return bound;
            }
        }
        return null;
    }

    /** The smallest key above the given one: the key and a zero byte. */
    public static byte[] successor(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    /** A copy of what lies between position and limit; the buffer keeps its position. */
    public static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    /** A key for messages: printable ASCII as it is, other bytes as {@code \xHH}, cut after 80 bytes. */
    public static String printable(byte[] key) {
        return printable(ByteBuffer.wrap(key));
    }

    /** A key for messages, as {@link #printable(byte[])}; the buffer keeps its position. */
    public static String printable(ByteBuffer key) {
        StringBuilder text = new StringBuilder();
        int shown = Math.min(key.remaining(), PRINTED_BYTES);
        for (int i = 0; i < shown; i++) {
            int b = key.get(key.position() + i) & 0xff;
            if (b >= 0x20 && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        if (shown < key.remaining()) {
            text.append("… (").append(key.remaining()).append(" bytes)");
        }
        return text.toString();
    }

    /** Text from outside for messages: control characters escaped, cut after 80 characters. */
    public static String printable(String text) {
        return text.codePointCount(0, text.length()) > PRINTED_BYTES
                ? escaped(text.substring(0, text.offsetByCodePoints(0, PRINTED_BYTES))) + "…"
                : escaped(text);
    }

    /** Text for messages, however long: control characters as a backslash, u and four hex digits, all others as they are. */
    public static String escaped(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.append((char) c);
            }
        });
        return safe.toString();
    }
}
