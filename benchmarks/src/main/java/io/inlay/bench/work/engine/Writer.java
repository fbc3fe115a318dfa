package io.inlay.bench.work.engine;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that puts single records outside the replaced places, one after a short pause after the other, and times every put. */
final class Writer implements AutoCloseable {
    /** Leaves the cores of a small machine to the replace. */
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Engine engine;
    private final Places places;
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();
    private final Thread thread;
    private volatile boolean ended;
    private volatile @Nullable RuntimeException failure;

    /** Starts to write. */
    Writer(Engine engine, Places places) {
        this.engine = engine;
        this.places = places;
        this.thread = new Thread(this::write, "writer");
        thread.start();
    }

    private void write() {
        SplittableRandom random = new SplittableRandom(1);
        Batch batch = new Batch();
        try {
            while (!ended) {
                long place = random.nextLong(places.from());
                long number = Content.number(random.nextBoolean() ? place : places.until() + place);
                batch.clear();
                batch.put(NumberedRecords.key(number), NumberedRecords.value(number, random.nextInt()));
                long start = System.nanoTime();
                begun.set(start);
                engine.write(batch, Durability.RELAXED);
                begun.set(0);
                longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Begins a new time over which the longest put is told. */
    void forgetLongest() {
        longest.set(0);
    }

    /** How long the longest put took since then, or has taken so far. Throws what a put has thrown. */
    long longestNanos() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        long under = begun.get();
        return Math.max(longest.get(), under == 0 ? 0 : System.nanoTime() - under);
    }

    @Override
    public void close() {
        ended = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
