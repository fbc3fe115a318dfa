package io.inlay.sync.key;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a sync: a KSUID, that is 4 bytes of creation time and 16 bytes of payload, written as 27 base-62
 * characters.
 *
 * <p>The time is in whole seconds since {@link #EPOCH_SECOND}, unsigned, so it reaches from 2014-05-13T16:53:20Z to
 * 2150-06-19T23:21:35Z. The natural order is that of the unsigned bytes, which is also that of the texts: ids sort by
 * creation second. All 2<sup>160</sup> values are valid; the greatest text is {@link #GREATEST_TEXT}. Instances are
 * immutable and safe for any thread. The format is that of segmentio/ksuid.
 */
public final class SyncId implements Comparable<SyncId> {
    /** Number of bytes of an id. */
    public static final int BYTES = 20;

    /** Number of characters of the text form. */
    public static final int TEXT_LENGTH = 27;

    /** Number of payload bytes. */
    public static final int PAYLOAD_BYTES = 16;

    /** Unix second that the time field counts from. */
    public static final long EPOCH_SECOND = 1_400_000_000L;

    /** Text of the greatest id, whose bytes are all {@code FF}. */
    public static final String GREATEST_TEXT = "aWgEPTl1tmebfsQzFP4bxwgy80V";

    private static final long GREATEST_SECOND = EPOCH_SECOND + 0xFFFF_FFFFL;
    private static final int TIME_BYTES = BYTES - PAYLOAD_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private SyncId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is no id; the message tells what is wrong with it
     */
    public static SyncId parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw malformed(text, "has " + text.length() + " characters, must have " + TEXT_LENGTH);
        }
        int bad = Base62.firstForeign(text);
        if (bad >= 0) {
            String what = KeyText.quote(text.substring(bad, text.offsetByCodePoints(bad, 1)), 2);
            throw malformed(text, "holds " + what + " at index " + bad + ", only 0-9, A-Z and a-z are allowed");
        }
        // Digits ascend in ASCII, so texts of one length compare like their values.
        if (text.compareTo(GREATEST_TEXT) > 0) {
            throw malformed(text, "is above the greatest id, " + GREATEST_TEXT);
        }
        return new SyncId(Base62.decode(text, BYTES));
    }

    /**
     * The id of a creation time and a payload. The time is cut to whole seconds.
     *
     * @param payload exactly 16 bytes, copied
     * @throws IllegalArgumentException if the time cannot be expressed, or the payload has another length
     */
    public static SyncId of(Instant created, byte[] payload) {
        long second = created.getEpochSecond();
        if (second < EPOCH_SECOND || second > GREATEST_SECOND) {
            throw new IllegalArgumentException("sync id time " + created + " is outside "
                    + Instant.ofEpochSecond(EPOCH_SECOND) + " to " + Instant.ofEpochSecond(GREATEST_SECOND));
        }
        if (payload.length != PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "sync id payload has " + payload.length + " bytes, must have " + PAYLOAD_BYTES);
        }
        return new SyncId(ByteBuffer.allocate(BYTES)
                .putInt((int) (second - EPOCH_SECOND))
                .put(payload)
                .array());
    }

    /**
     * A fresh id of the given creation time, its payload from a cryptographically strong source.
     *
     * @throws IllegalArgumentException if the time cannot be expressed
     */
    public static SyncId random(Instant created) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        RANDOM.nextBytes(payload);
        return of(created, payload);
    }

    /**
     * The id whose bytes are exactly these, which are copied.
     *
     * @throws IllegalArgumentException if there are not 20 of them
     */
    public static SyncId ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("sync id has " + bytes.length + " bytes, must have " + BYTES);
        }
        return new SyncId(bytes.clone());
    }

    /**
     * The id in the 20 bytes from {@code offset} on, which are copied.
     *
     * @throws IndexOutOfBoundsException if they are not all inside the array
     */
    public static SyncId ofBytes(byte[] source, int offset) {
        Objects.checkFromIndexSize(offset, BYTES, source.length);
        return new SyncId(Arrays.copyOfRange(source, offset, offset + BYTES));
    }

    /**
     * The id in the 20 bytes from the absolute {@code index} on, which are copied; the buffer's position stays.
     *
     * @throws IndexOutOfBoundsException if they do not all lie before the buffer's limit
     */
    public static SyncId ofBytes(ByteBuffer source, int index) {
        byte[] bytes = new byte[BYTES];
        source.get(index, bytes);
        return new SyncId(bytes);
    }

    /** The creation time, in whole seconds. */
    public Instant instant() {
        return Instant.ofEpochSecond(
                EPOCH_SECOND + Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()));
    }

    /** A copy of the 16 payload bytes. */
    public byte[] payload() {
        return Arrays.copyOfRange(bytes, TIME_BYTES, BYTES);
    }

    /** A copy of the 20 bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * Copies the 20 bytes to {@code offset} and after.
     *
     * @throws IndexOutOfBoundsException if they do not fit into the array
     */
    public void writeTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    /**
     * Puts the 20 bytes at the buffer's position, which moves past them.
     *
     * @throws java.nio.BufferOverflowException if fewer than 20 bytes remain
     */
    public void writeTo(ByteBuffer target) {
        target.put(bytes);
    }

    /**
     * Whether the 20 bytes from the absolute {@code index} on are this id's.
     *
     * @throws IndexOutOfBoundsException if they do not all lie before the buffer's limit
     */
    public boolean isAt(ByteBuffer source, int index) {
        for (int i = 0; i < BYTES; i++) {
            if (source.get(index + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(SyncId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SyncId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The text form, 27 characters. */
    @Override
    public String toString() {
        return Base62.encode(bytes, TEXT_LENGTH);
    }

    private static IllegalArgumentException malformed(String text, String what) {
        return new IllegalArgumentException("sync id " + KeyText.quote(text, KeyText.MAX_CHARACTERS) + " " + what);
    }
}
