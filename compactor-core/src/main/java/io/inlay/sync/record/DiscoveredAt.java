package io.inlay.sync.record;

import com.google.protobuf.Timestamp;

/**
 * When a record was seen: absent, or a point in time of nanosecond precision. Absence and the epoch differ.
 *
 * <p>It is the input of the rule by which one record replaces another: absent is older than every time, and a record
 * replaces a stored one only if it is strictly newer. Mutable, so that one instance serves a whole scan; not safe for use
 * by several threads at once.
 */
public final class DiscoveredAt {
    /** Seconds from the epoch of 0001-01-01T00:00:00Z, the least that a protobuf Timestamp allows. */
    public static final long MIN_SECONDS = -62_135_596_800L;

    /** Seconds from the epoch of 9999-12-31T23:59:59Z, the most that a protobuf Timestamp allows. */
    public static final long MAX_SECONDS = 253_402_300_799L;

    /** The most nanoseconds within a second. */
    public static final int MAX_NANOS = 999_999_999;

    private boolean present;
    private long seconds;
    private int nanos;

    /** An absent time. */
    public DiscoveredAt() {}

    /** Whether there is a time. */
    public boolean isPresent() {
        return present;
    }

    /** Seconds from the epoch, negative before it; 0 if absent. */
    public long seconds() {
        return seconds;
    }

    /** Nanoseconds after that second, 0 to 999 999 999; 0 if absent. */
    public int nanos() {
        return nanos;
    }

    /** Makes it absent. */
    public void clear() {
        present = false;
        seconds = 0;
        nanos = 0;
    }

    /**
     * Makes it a time.
     *
     * @throws IllegalArgumentException if the time is outside the range of a protobuf Timestamp
     */
    public void set(long seconds, int nanos) {
        if (!isInRange(seconds, nanos)) {
            throw new IllegalArgumentException(outOfRange(seconds, nanos));
        }
        assign(seconds, nanos);
    }

    /** Makes it equal to another. */
    public void set(DiscoveredAt other) {
        present = other.present;
        seconds = other.seconds;
        nanos = other.nanos;
    }

    /** Order in time: absent first, then by seconds, then by nanoseconds. Negative, zero or positive. */
    public int compare(DiscoveredAt other) {
        if (present != other.present) {
            return present ? 1 : -1;
        }
        int bySecond = Long.compare(seconds, other.seconds);
        return bySecond != 0 ? bySecond : Integer.compare(nanos, other.nanos);
    }

    /**
     * Whether a record of this time replaces a stored one of that time: if this one is present, and the other is absent
     * or strictly earlier.
     */
    public boolean isNewerThan(DiscoveredAt stored) {
        return compare(stored) > 0;
    }

    /** As {@code 12.000000034}, or {@code absent}. */
    @Override
    public String toString() {
        return present ? String.format("%d.%09d", seconds, nanos) : "absent";
    }

    void assign(long newSeconds, int newNanos) {
        present = true;
        seconds = newSeconds;
        nanos = newNanos;
    }

    static boolean isInRange(Timestamp time) {
        return isInRange(time.getSeconds(), time.getNanos());
    }

    static boolean isInRange(long seconds, int nanos) {
        return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS && nanos >= 0 && nanos <= MAX_NANOS;
    }

    static String outOfRange(long seconds, int nanos) {
        return "time of " + seconds + " s and " + nanos + " ns is outside " + MIN_SECONDS + " to " + MAX_SECONDS
                + " s or 0 to " + MAX_NANOS + " ns";
    }
}
