package io.inlay.bench;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes records of 60-byte keys, numbered, and 150-byte values, of which five eighths are random, into an engine, and
 * remembers the longest waits. The same seed writes the same. For one thread.
 */
final class TreeLoad {
    static final int KEY_BYTES = 60;
    static final int VALUE_BYTES = 150;
    private static final int RANDOM_BYTES = VALUE_BYTES * 5 / 8;
    private static final int BATCH_RECORDS = 100;
    private static final byte[] PREFIX = {'u', 's', 'e', 'r', '/'};

    private final Engine engine;
    private final SplittableRandom random;
    private long bytes;
    private Duration longestWrite = Duration.ZERO;
    private Duration longestHold = Duration.ZERO;

    TreeLoad(Engine engine, long seed) {
        this.engine = engine;
        this.random = new SplittableRandom(seed);
    }

    static byte[] key(long number) {
        byte[] key = new byte[KEY_BYTES];
        Arrays.fill(key, (byte) '0');
        System.arraycopy(PREFIX, 0, key, 0, PREFIX.length);
        long rest = number;
        for (int at = KEY_BYTES - 1; rest > 0; at--) {
            key[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return key;
    }

    /** The records from one number to another, exclusive. */
    static KeyRange range(long from, long until) {
        return KeyRange.of(key(from), Arrays.copyOf(key(until - 1), KEY_BYTES + 1));
    }

    private byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        Arrays.fill(value, (byte) 'x');
        for (int i = 0; i < RANDOM_BYTES; i += Long.BYTES) {
            long bits = random.nextLong();
            for (int j = i; j < Math.min(i + Long.BYTES, RANDOM_BYTES); j++) {
                value[j] = (byte) bits;
                bits >>>= 8;
            }
        }
        return value;
    }

    /** Puts records with numbers drawn at random below a bound. */
    void puts(long count, long bound) {
        Batch batch = new Batch();
        for (long i = 0; i < count; i++) {
            batch.put(key(random.nextLong(bound)), value());
            if (batch.size() == BATCH_RECORDS || i == count - 1) {
                bytes += batch.bytes();
                long start = System.nanoTime();
                engine.write(batch, Durability.RELAXED);
                longestWrite = max(longestWrite, Duration.ofNanos(System.nanoTime() - start));
                batch.clear();
            }
        }
    }

    /** Replaces a range of records by as many new ones. */
    void replace(long from, long until) {
        try (Replacement replacement = engine.begin()) {
            try (RunWriter run = replacement.excise(range(from, until))) {
                fill(run, from, until, 1);
            }
            longestHold = max(longestHold, replacement.commit().writersHeld());
        }
    }

    /** Lays every so many-th record of a range anew over it. */
    void overlay(long from, long until, int step) {
        try (Replacement replacement = engine.begin()) {
            try (RunWriter run = replacement.overlay(range(from, until))) {
                fill(run, from + random.nextInt(step), until, step);
            }
            longestHold = max(longestHold, replacement.commit().writersHeld());
        }
    }

    private void fill(RunWriter run, long from, long until, int step) {
        for (long number = from; number < until; number += step) {
            run.add(ByteBuffer.wrap(key(number)), ByteBuffer.wrap(value()));
        }
        bytes += run.bytes();
        run.finish();
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Bytes of keys and values given to the engine so far. */
    long bytes() {
        return bytes;
    }

    /** The longest single {@link Engine#write}. */
    Duration longestWrite() {
        return longestWrite;
    }

    /** The longest time that a commit held other writers. */
    Duration longestHold() {
        return longestHold;
    }
}
