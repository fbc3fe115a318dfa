package io.inlay.sync.key;

/**
 * Fixed-length big-endian numbers as base-62 digits {@code 0-9A-Za-z}, most significant first, padded with {@code 0}.
 */
final class Base62 {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RADIX = DIGITS.length();

    private Base62() {}

    /** Index of the first character that is no digit, or -1. */
    static int firstForeign(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (digit(text.charAt(i)) < 0) {
                return i;
            }
        }
        return -1;
    }

    /** The digits of an unsigned number; the caller knows that {@code length} digits hold it. */
    static String encode(byte[] number, int length) {
        byte[] rest = number.clone();
        char[] text = new char[length];
        for (int i = length - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt(divide(rest));
        }
        return new String(text);
    }

    /** The number of a text of digits, its overflow beyond {@code length} bytes dropped. */
    static byte[] decode(String text, int length) {
        byte[] number = new byte[length];
        for (int i = 0; i < text.length(); i++) {
            int carry = digit(text.charAt(i));
            for (int j = length - 1; j >= 0; j--) {
                carry += (number[j] & 0xFF) * RADIX;
                number[j] = (byte) carry;
                carry >>>= 8;
            }
        }
        return number;
    }

    /** Divides the number in place by the radix and returns the remainder. */
    private static int divide(byte[] number) {
        int remainder = 0;
        for (int i = 0; i < number.length; i++) {
            int value = (remainder << 8) | (number[i] & 0xFF);
            number[i] = (byte) (value / RADIX);
            remainder = value % RADIX;
        }
        return remainder;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + 10;
        }
        return c >= 'a' && c <= 'z' ? c - 'a' + 36 : -1;
    }
}
