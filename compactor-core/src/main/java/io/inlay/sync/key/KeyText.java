package io.inlay.sync.key;

import java.nio.ByteBuffer;

/** Shows keys to people: in messages, reports and listings. */
public final class KeyText {
    /** The most characters of a key or an id that a message shows. */
    public static final int MAX_CHARACTERS = 80;

    private KeyText() {}

    /**
     * A key in words, as {@code grant_by_principal 382ghhzNCiaOFvphZGpHFNH43Bh ("user", "alice", "g1")}: elements with
     * control characters escaped and cut after 80 characters each. A key that cannot be read so is given in hex. Never
     * throws for any bytes, and the buffer's position stays.
     */
    public static String of(ByteBuffer key) {
        Bucket bucket = Bucket.of(key);
        if (bucket == null) {
            return hex(key);
        }
        try {
            bucket.check(key);
        } catch (MalformedKeyException e) {
            return bucket.label() + " " + hex(key);
        }
        StringBuilder text = new StringBuilder(bucket.label()).append(' ').append(bucket.syncId(key));
        int from = key.position() + bucket.tailOffset();
        for (int i = 0; i < bucket.elements(); i++) {
            text.append(i == 0 ? " (" : ", ").append(quote(Tuple.decode(key, from), MAX_CHARACTERS));
            from = Tuple.elementEnd(key, from) + 1;
        }
        return bucket.elements() == 0 ? text.toString() : text.append(')').toString();
    }

    /** The same for a key in an array. */
    public static String of(byte[] key) {
        return of(ByteBuffer.wrap(key));
    }

    /** A text in double quotes, its control characters escaped, cut after {@code max} characters. */
    public static String quote(String text, int max) {
        StringBuilder out = new StringBuilder().append('"');
        int end = Math.min(text.length(), max);
        for (int i = 0; i < end; i++) {
            append(out, text.charAt(i));
        }
        return out.append(text.length() > max ? "…\"" : "\"").toString();
    }

    static String hex(ByteBuffer key) {
        int shown = Math.min(key.remaining(), MAX_CHARACTERS / 2);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            out.append(String.format("%02x", key.get(key.position() + i)));
        }
        return out.append(shown < key.remaining() ? "…" : "").toString();
    }

    private static void append(StringBuilder out, char c) {
        boolean plain = c >= ' ' && c != '"' && c != '\\' && (c < 0x7F || Character.isLetterOrDigit(c));
        if (plain) {
            out.append(c);
        } else if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else {
            out.append(String.format("\\u%04x", (int) c));
        }
    }
}
