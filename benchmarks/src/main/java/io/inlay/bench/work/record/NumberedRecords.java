package io.inlay.bench.work.record;

import io.inlay.engine.KeyRange;
import java.util.Arrays;

/**
 * Records of 60-byte keys that ascend with their number, and 150-byte values, of which five eighths are random and the rest is
 * one letter, so that LZ4 makes them about 1.6 times smaller. A value follows from number and generation alone.
 */
public final class NumberedRecords {
    /** Length of every key. */
    public static final int KEY_BYTES = 60;

    /** Length of every value. */
    public static final int VALUE_BYTES = 150;

    /** Length of a key and its value. */
    public static final int RECORD_BYTES = KEY_BYTES + VALUE_BYTES;

    private static final int RANDOM_BYTES = VALUE_BYTES * 5 / 8;
    private static final byte[] PREFIX = {'u', 's', 'e', 'r', '/'};

    private NumberedRecords() {}

    /** The key of a number, 0 or greater. */
    public static byte[] key(long number) {
        byte[] key = new byte[KEY_BYTES];
        fillKey(key, number);
        return key;
    }

    /** Makes an array of {@link #KEY_BYTES} the key of a number. */
    public static void fillKey(byte[] key, long number) {
        Arrays.fill(key, (byte) '0');
        System.arraycopy(PREFIX, 0, key, 0, PREFIX.length);
        long rest = number;
        for (int at = KEY_BYTES - 1; rest > 0; at--) {
            key[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The value that a number has in a generation. */
    public static byte[] value(long number, int generation) {
        byte[] value = new byte[VALUE_BYTES];
        fillValue(value, number, generation);
        return value;
    }

    /** Makes an array of {@link #VALUE_BYTES} the value that a number has in a generation. */
    public static void fillValue(byte[] value, long number, int generation) {
        long state = mix(number) + generation;
        for (int at = 0; at < RANDOM_BYTES; at++) {
            if (at % Long.BYTES == 0) {
                state = mix(state);
            }
            value[at] = (byte) (state >>> (8 * (at % Long.BYTES)));
        }
        Arrays.fill(value, RANDOM_BYTES, VALUE_BYTES, (byte) 'x');
    }

    /** Spreads what differs little; the finisher of SplitMix64 (Steele, Lea, Flood 2014) after its step. */
    private static long mix(long bits) {
        long mixed = bits + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** The keys from one number to another, exclusive; the second is greater. */
    public static KeyRange range(long from, long until) {
        return KeyRange.of(key(from), Arrays.copyOf(key(until - 1), KEY_BYTES + 1));
    }
}
