package io.inlay.engine.rocksdb;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records as a file format likes them least, from a seed. */
final class NastyRecords {
    private final Random random;

    NastyRecords(long seed) {
        random = new Random(seed);
    }

    /** A map in the order of the store; a null value is a delete. */
    static NavigableMap<byte[], byte @Nullable []> map() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    /** So many records at most. */
    NavigableMap<byte[], byte @Nullable []> records(int count) {
        NavigableMap<byte[], byte @Nullable []> records = map();
        for (int i = 0; i < count; i++) {
            records.put(key(), random.nextInt(8) == 0 ? null : value());
        }
        return records;
    }

    byte[] key() {
        return switch (random.nextInt(9)) {
            case 0 -> run((byte) 0xff, random.nextInt(20));
            case 1 -> run((byte) 0, random.nextInt(20));
            case 2 -> withTail(run((byte) 'p', 300), 1 + random.nextInt(3));
            case 3 -> withTail(run((byte) 0xff, 10), random.nextInt(3));
            case 4 -> withTail(run((byte) 'z', random.nextInt(8) == 0 ? 60_000 : 2_000), random.nextInt(3));
            case 5 -> withTail(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, random.nextInt(3));
            case 6 -> withTail(new byte[0], random.nextInt(3));
            default -> withTail(new byte[] {'k', 'e', 'y'}, random.nextInt(40));
        };
    }

    private byte[] value() {
        byte[] value = new byte[length()];
        if (random.nextBoolean()) {
            random.nextBytes(value);
        } else {
            Arrays.fill(value, 0, value.length / 2, (byte) random.nextInt());
        }
        return value;
    }

    private int length() {
        return switch (random.nextInt(20)) {
            case 0 -> 0;
            case 1 -> TreeOptions.BLOCK_BYTES - 60 + random.nextInt(120);
            case 2 -> random.nextInt(3 * TreeOptions.BLOCK_BYTES);
            case 3, 4 -> 127 + random.nextInt(3);
            default -> random.nextInt(600);
        };
    }

    private static byte[] run(byte of, int length) {
        byte[] run = new byte[length];
        Arrays.fill(run, of);
        return run;
    }

    private byte[] withTail(byte[] start, int tail) {
        byte[] key = Arrays.copyOf(start, start.length + tail);
        for (int i = start.length; i < key.length; i++) {
            key[i] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> 0xff;
                        default -> random.nextInt();
                    };
        }
        return key;
    }

    /** The records that are no deletes. */
    static NavigableMap<byte[], byte[]> puts(Map<byte[], byte @Nullable []> records) {
        NavigableMap<byte[], byte[]> puts = new TreeMap<>(Arrays::compareUnsigned);
        records.forEach((key, value) -> {
            if (value != null) {
                puts.put(key, value);
            }
        });
        return puts;
    }
}
