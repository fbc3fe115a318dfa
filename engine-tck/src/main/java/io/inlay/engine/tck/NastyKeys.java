package io.inlay.engine.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Keys that engines are most likely to get wrong: empty, prefixes of each other, runs of 00 and FF, lengths around those at
 * which engines change their storage, many with one long prefix, and at the limit. A few hundred, so that operations meet.
 */
final class NastyKeys {
    private static final int[] LENGTHS = {498, 499, 500, 501, 502, 509, 510, 511, 512, 513, 1_000, 2_000};

    private final List<byte[]> keys = new ArrayList<>();
    private final Random random;

    NastyKeys(Random random, int maxKeyBytes) {
        this.random = random;
        keys.add(new byte[0]);
        for (int b : new int[] {0x00, 0x01, 0x61, 0x7f, 0x80, 0xfe, 0xff}) {
            for (int length : new int[] {1, 2, 3, 5, 9}) {
                keys.add(filled(length, b));
            }
        }
        for (int i = 0; i < 80; i++) {
            keys.add(word(1 + random.nextInt(5)));
        }
        byte[] stem = stem();
        for (int length : LENGTHS) {
            byte[] key = Arrays.copyOf(stem, length);
            keys.add(key);
            keys.add(changed(key, 0xff));
            keys.add(filled(length, random.nextBoolean() ? 0x00 : 0xff));
        }
        for (int i = 0; i < 60; i++) {
            keys.add(joined(stem, word(random.nextInt(24))));
        }
        byte[] longest = filled(maxKeyBytes, 0x6c);
        keys.add(longest);
        keys.add(changed(longest, 0x00));
        keys.add(changed(longest, 0xff));
        keys.add(Arrays.copyOf(longest, maxKeyBytes - 1));
    }

    private static byte[] filled(int length, int with) {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) with);
        return key;
    }

    /** The same but for its last byte. */
    private static byte[] changed(byte[] key, int last) {
        byte[] other = key.clone();
        other[other.length - 1] = (byte) last;
        return other;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] key = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, key, first.length, second.length);
        return key;
    }

    /** A long prefix for many keys, of two runs so that it can be written down in a few characters. */
    private byte[] stem() {
        byte[] stem = filled(LENGTHS[0], 0x61);
        Arrays.fill(stem, random.nextInt(stem.length), stem.length, random.nextBoolean() ? (byte) 0x62 : (byte) 0xff);
        return stem;
    }

    /** Random bytes of a small alphabet, so that words share prefixes. */
    private byte[] word(int length) {
        byte[] alphabet = {0x00, 0x61, 0x62, (byte) 0xff};
        byte[] word = new byte[length];
        for (int i = 0; i < length; i++) {
            word[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return word;
    }

    /** One of the keys. */
    byte[] next() {
        return keys.get(random.nextInt(keys.size()));
    }

    /** One of the keys, or one close to it that may not be among them. */
    byte[] near() {
        byte[] key = next();
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(key, key.length + 1);
            case 1 -> Arrays.copyOf(key, Math.max(0, key.length - 1));
            default -> key;
        };
    }
}
