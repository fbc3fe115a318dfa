package io.inlay.sync.sort;

/** Numbers of 0 to 2<sup>31</sup> − 1 in 1 to 5 bytes, 7 bits a byte, the lowest first, the top bit set where more follow. */
final class Varints {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private Varints() {}

    static int size(int number) {
        return number < MORE ? 1 : (Integer.SIZE - Integer.numberOfLeadingZeros(number) + BITS - 1) / BITS;
    }

    /** Writes a number and tells the index after it. */
    static int write(byte[] target, int index, int number) {
        int at = index;
        int rest = number;
        while (rest >= MORE) {
            target[at++] = (byte) (rest | MORE);
            rest >>>= BITS;
        }
        target[at++] = (byte) rest;
        return at;
    }

    static int read(byte[] source, int index) {
        int number = source[index];
        if (number >= 0) {
            return number;
        }
        number &= MORE - 1;
        for (int at = index + 1, shift = BITS; ; at++, shift += BITS) {
            byte b = source[at];
            number |= (b & (MORE - 1)) << shift;
            if (b >= 0) {
                return number;
            }
        }
    }
}
