package io.inlay.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A half-open range of keys: at or after {@code from}, before {@code until}; without {@code until} the end is open.
 * Immutable. A range whose bounds are equal is empty and legal. Bounds may have any length.
 */
public final class KeyRange {
    private static final KeyRange ALL = new KeyRange(new byte[0], null);

    private final byte[] from;
    private final byte @Nullable [] until;

    private KeyRange(byte[] from, byte @Nullable [] until) {
        this.from = from;
        this.until = until;
    }

    /**
     * The range [from, until).
     *
     * @param until null for an open end
     * @throws EngineException INVALID when from sorts after until
     */
    public static KeyRange of(byte[] from, byte @Nullable [] until) {
        if (until != null && Keys.compare(from, until) > 0) {
            throw new EngineException(
                    EngineException.Kind.INVALID,
                    "range starts after its end: [" + Keys.printable(from) + ", " + Keys.printable(until) + ")");
        }
        return new KeyRange(from.clone(), until == null ? null : until.clone());
    }

    /** All keys. */
    public static KeyRange all() {
        return ALL;
    }

    /** All keys that start with the prefix. */
    public static KeyRange prefix(byte[] prefix) {
        return new KeyRange(prefix.clone(), Keys.upperBound(prefix));
    }

    /** The one key. */
    public static KeyRange single(byte[] key) {
        return new KeyRange(key.clone(), Keys.successor(key));
    }

    /** A copy of the lower bound, inclusive. */
    public byte[] from() {
        return from.clone();
    }

    /** A copy of the upper bound, exclusive; null for an open end. */
    public byte @Nullable [] until() {
        return until == null ? null : until.clone();
    }

    /** Whether no key can lie in the range. */
    public boolean isEmpty() {
        return until != null && Arrays.equals(from, until);
    }

    /** Whether the key lies in the range. */
    public boolean contains(byte[] key) {
        return Keys.compare(key, from) >= 0 && isBeforeEnd(key);
    }

    /** Whether the key between position and limit lies in the range. */
    public boolean contains(ByteBuffer key) {
        return Keys.compare(key, ByteBuffer.wrap(from)) >= 0
                && (until == null || Keys.compare(key, ByteBuffer.wrap(until)) < 0);
    }

    /** Whether a key lies in both ranges. */
    public boolean overlaps(KeyRange other) {
        return !isEmpty() && !other.isEmpty() && other.isBeforeEnd(from) && isBeforeEnd(other.from);
    }

    /** Whether the key sorts before the upper bound. */
    private boolean isBeforeEnd(byte[] key) {
        return until == null || Keys.compare(key, until) < 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyRange range && Arrays.equals(from, range.from) && Arrays.equals(until, range.until);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + Arrays.hashCode(until);
    }

    @Override
    public String toString() {
        return "[" + Keys.printable(from) + ", " + (until == null ? "end" : Keys.printable(until)) + ")";
    }
}
