package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static io.inlay.engine.tck.Contents.text;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reader;
import io.inlay.engine.Snapshot;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Works on one engine for so many seconds: four threads read and check whole generations, two write and know what they wrote,
 * one replaces without pause. Prints a row of figures now and then, and fails where they grow.
 */
final class SoakJob implements ChildJob {
    private static final int READERS = 4;
    private static final int WRITERS = 2;
    private static final int RECORDS = 4_000;
    private static final int SLOTS = 20_000;
    private static final int PADDING = 150;
    private static final int ROWS = 12;

    /** The first rows are not compared: caches fill, code is compiled. */
    private static final int WARM_ROWS = 4;

    /** The generations' keys; those of the writers come before them. */
    private static final KeyRange REPLACED = range("a", "");

    private final Generations generations = new Generations(RECORDS);
    private final AtomicLong scans = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong replaces = new AtomicLong();
    private final List<Contents> written = new ArrayList<>();
    private volatile boolean stop;

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out) throws Exception {
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments.get(0)));
        long nativeBytes = Long.parseLong(arguments.get(1));
        try (Engine engine = provider.open(directory, Map.of())) {
            generations.replace(engine, 0);
            Crew crew = start(engine);
            List<Footprint> rows = rows(engine, crew, nanos, out);
            stop = true;
            crew.join();
            checkWritten(engine);
            out.println("at the end "
                    + engine.find(Metrics.class).map(Metrics::read).orElse(Collections.emptySortedMap()));
            new SoakBounds(rows.subList(WARM_ROWS, rows.size()), nativeBytes).check();
        }
    }

    private Crew start(Engine engine) {
        Crew crew = new Crew();
        for (int reader = 0; reader < READERS; reader++) {
            int own = reader;
            crew.add(() -> read(engine, own));
        }
        for (int writer = 0; writer < WRITERS; writer++) {
            int own = writer;
            written.add(new Contents());
            crew.add(() -> write(engine, own));
        }
        crew.add(() -> {
            for (int generation = 1; !stop; generation++) {
                generations.replace(engine, generation);
                replaces.incrementAndGet();
            }
        });
        return crew;
    }

    private List<Footprint> rows(Engine engine, Crew crew, long nanos, PrintStream out) throws Exception {
        List<Footprint> rows = new ArrayList<>();
        out.println(" seconds | " + Footprint.TITLES + " | scans | writes | replaces");
        long start = System.nanoTime();
        for (int row = 0; row <= ROWS && crew.isBusy(); row++) {
            long until = start + nanos * row / ROWS;
            while (System.nanoTime() < until && crew.isBusy()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            rows.add(Footprint.of(engine));
            out.println(String.format(
                    "%8d | %s | %s | %s | %s",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), rows.get(row), scans, writes, replaces));
        }
        return rows;
    }

    /** Scans snapshots and the engine, forward and backward; every state is whole, and none is older than the one before. */
    private void read(Engine engine, int thread) {
        Random random = new Random(thread);
        int last = -1;
        while (!stop) {
            if (random.nextBoolean()) {
                try (Snapshot snapshot = engine.snapshot()) {
                    int first = generation(snapshot, Direction.FORWARD);
                    int again = generation(snapshot, Direction.BACKWARD);
                    if (first != again) {
                        throw new AssertionError("a snapshot showed generation " + first + ", then " + again);
                    }
                    last = notBefore(last, first);
                }
            } else {
                last = notBefore(
                        last, generation(engine, random.nextBoolean() ? Direction.FORWARD : Direction.BACKWARD));
            }
            for (int i = 0; i < 100; i++) {
                engine.get(slot(random.nextInt(WRITERS), random.nextInt(SLOTS)));
            }
            scans.incrementAndGet();
        }
    }

    private static int notBefore(int last, int next) {
        if (next < last) {
            throw new AssertionError("generation " + next + " after " + last);
        }
        return next;
    }

    /** Scans the replaced ranges and returns the one generation that all their entries tell. */
    private int generation(Reader reader, Direction direction) {
        long count = 0;
        byte[] value = new byte[0];
        try (Cursor cursor = reader.cursor(REPLACED, direction, Access.SCAN)) {
            while (cursor.next()) {
                byte[] next = Keys.copy(cursor.value());
                if (count++ == 0) {
                    value = next;
                } else if (!Arrays.equals(value, next)) {
                    throw new AssertionError(
                            "\"" + text(next) + "\" beside \"" + text(value) + "\" at " + Keys.printable(cursor.key()));
                }
            }
        }
        String told = text(value);
        int generation = Integer.parseInt(told.substring(told.lastIndexOf(' ') + 1));
        long expected = generations.size(generation);
        if (count != expected) {
            throw new AssertionError(count + " entries of generation " + generation + ", not " + expected);
        }
        return generation;
    }

    private static byte[] slot(int thread, int number) {
        return Contents.key("0" + thread + "/", number);
    }

    private void write(Engine engine, int thread) {
        Random random = new Random(100 + thread);
        Contents own = written.get(thread);
        for (long number = 0; !stop; number++) {
            Batch batch = new Batch();
            for (int i = 0; i < 10; i++) {
                batch.put(slot(thread, random.nextInt(SLOTS)), bytes(number + " ".repeat(PADDING)));
            }
            batch.delete(slot(thread, random.nextInt(SLOTS)));
            if (number % 500 == 0) {
                int from = random.nextInt(SLOTS);
                batch.deleteRange(KeyRange.of(slot(thread, from), slot(thread, Math.min(SLOTS, from + 500))));
            }
            engine.write(batch, number % 50 == 0 ? Durability.SYNC : Durability.RELAXED);
            own.apply(batch);
            writes.incrementAndGet();
        }
    }

    private void checkWritten(Engine engine) {
        for (int thread = 0; thread < WRITERS; thread++) {
            Expect.holds(written.get(thread), engine, range("0" + thread, "0" + (thread + 1)));
        }
    }
}
