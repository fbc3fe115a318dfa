package io.inlay.engine.tck;

import java.util.Arrays;

/**
 * A value by number and length: the same two give the same bytes. Different numbers give different bytes wherever the length
 * allows it, but for one in sixteen that is all zeros, and one that is all 0xFF.
 */
record Value(int number, int length) {
    byte[] bytes() {
        byte[] bytes = new byte[length];
        if (number % 16 < 2) {
            Arrays.fill(bytes, number % 16 == 0 ? 0 : (byte) 0xff);
            return bytes;
        }
        long state = number * 0x9e3779b97f4a7c15L;
        for (int at = 0; at < length; at += 8) {
            state = state * 0x5851f42d4c957f2dL + 0x14057b7ef767814fL;
            for (int i = at; i < Math.min(at + 8, length); i++) {
                bytes[i] = (byte) (state >>> (8 * (7 - i + at)));
            }
        }
        return bytes;
    }

    /** Bytes for messages: the first few and the length. */
    static String describe(byte[] bytes) {
        return bytes.length + " bytes " + Arrays.toString(Arrays.copyOf(bytes, Math.min(4, bytes.length)));
    }
}
