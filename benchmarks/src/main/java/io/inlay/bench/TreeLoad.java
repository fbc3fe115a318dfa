package io.inlay.bench;

import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;

/** Writes {@link NumberedRecords} into an engine and remembers the longest waits. The same seed writes the same. For one thread. */
final class TreeLoad {
    private static final int BATCH_RECORDS = 100;

    private final Engine engine;
    private final SplittableRandom random;
    private long bytes;
    private Duration longestWrite = Duration.ZERO;
    private Duration longestHold = Duration.ZERO;

    TreeLoad(Engine engine, long seed) {
        this.engine = engine;
        this.random = new SplittableRandom(seed);
    }

    private byte[] value(long number) {
        return NumberedRecords.value(number, random.nextInt());
    }

    /** Puts records with numbers drawn at random below a bound. */
    void puts(long count, long bound) {
        Batch batch = new Batch();
        for (long i = 0; i < count; i++) {
            long number = random.nextLong(bound);
            batch.put(NumberedRecords.key(number), value(number));
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
            try (RunWriter run = replacement.excise(NumberedRecords.range(from, until))) {
                fill(run, from, until, 1);
            }
            longestHold = max(longestHold, replacement.commit().writersHeld());
        }
    }

    /** Lays every so many-th record of a range anew over it. */
    void overlay(long from, long until, int step) {
        try (Replacement replacement = engine.begin()) {
            try (RunWriter run = replacement.overlay(NumberedRecords.range(from, until))) {
                fill(run, from + random.nextInt(step), until, step);
            }
            longestHold = max(longestHold, replacement.commit().writersHeld());
        }
    }

    private void fill(RunWriter run, long from, long until, int step) {
        for (long number = from; number < until; number += step) {
            run.add(ByteBuffer.wrap(NumberedRecords.key(number)), ByteBuffer.wrap(value(number)));
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
