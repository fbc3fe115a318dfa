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
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.Linearization.Call;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that write, replace, get and scan a few keys of one engine at once, every update with a value of its own, and a
 * record of what each call was and saw. A {@link Linearization} tells whether one order explains them all.
 */
final class OneOrder {
    /** The keys a, b, c and d; a batch or a replacement sets or removes several at once. */
    private static final List<byte[]> KEYS = List.of(bytes("a"), bytes("b"), bytes("c"), bytes("d"));

    /** So much fills a run that no engine takes a short cut for small ones. */
    private static final int FILLER_BYTES = 200_000;

    /**
     * Reads that are recorded though they saw nothing new. Of all others only the last before something new, or before the end,
     * is: it is the latest moment at which the old was still seen.
     */
    private static final int DULL_READS = 150;

    /** Pause after a read that told nothing, which leaves the processor to the updaters. */
    private static final long BREATH_NANOS = 20_000;

    private final Engine engine;
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger values;
    private final AtomicInteger updaters = new AtomicInteger();
    private final AtomicInteger news = new AtomicInteger();
    private final List<Call> calls = new ArrayList<>();
    private final int[] initial;

    /**
     * Begins to record.
     *
     * @param values the number of values written up to now, by which no two updates write the same
     */
    OneOrder(Engine engine, AtomicInteger values) {
        this.engine = engine;
        this.values = values;
        this.initial = all(engine);
    }

    private synchronized void record(Call call) {
        calls.add(call);
    }

    /** What a reader has under all keys. */
    private static int[] all(Reader reader) {
        try (Cursor cursor = reader.cursor(range("a", "e"), Direction.FORWARD, Access.SCAN)) {
            return all(cursor);
        }
    }

    private static int[] all(Cursor cursor) {
        int[] found = new int[KEYS.size()];
        while (cursor.next()) {
            found[cursor.key().get(cursor.key().position()) - 'a'] = Integer.parseInt(text(Keys.copy(cursor.value())));
        }
        return found;
    }

    /** Adds threads that update: batches of every kind, and replacements of every kind. */
    void addUpdaters(Crew crew, int updates, long seed) {
        for (int thread = 0; thread < 3; thread++) {
            Random random = new Random(seed * 31 + thread);
            boolean replaces = thread == 0;
            updaters.incrementAndGet();
            crew.add(() -> {
                try {
                    for (int i = 0; i < updates; i++) {
                        int value = values.incrementAndGet();
                        if (replaces) {
                            replace(value, random.nextInt(4));
                        } else {
                            write(value, random);
                        }
                    }
                } catch (EngineException e) {
                    endedByClose(e);
                } finally {
                    updaters.decrementAndGet();
                }
            });
        }
    }

    private static void endedByClose(EngineException e) {
        if (e.kind() != Kind.CLOSED && e.kind() != Kind.OUTCOME_UNKNOWN) {
            throw e;
        }
    }

    /** Adds threads that read for as long as the updaters, added before, are at work: one key by get, all keys by a cursor or a snapshot. */
    void addReaders(Crew crew) {
        crew.add(() -> readAll(number -> get(0)));
        crew.add(() -> readAll(number -> get(2)));
        crew.add(() -> readAll(this::view));
    }

    private Call get(int key) {
        long begin = clock.getAndIncrement();
        byte[] value = engine.get(KEYS.get(key));
        long end = clock.getAndIncrement();
        int[] found = untouched();
        found[key] = value == null ? 0 : Integer.parseInt(text(value));
        return Call.read(begin, end, found);
    }

    private interface Look {
        Call look(int number);
    }

    private void readAll(Look look) {
        Call last = Call.read(0, 0, untouched());
        boolean recorded = true;
        int dull = 0;
        try {
            for (int number = 0; updaters.get() > 0; number++) {
                Call seen = look.look(number);
                boolean isNew = !Arrays.equals(last.reads(), seen.reads());
                if (isNew) {
                    news.incrementAndGet();
                    recordUnless(recorded, last);
                }
                recorded = isNew || dull++ < DULL_READS;
                if (recorded) {
                    record(seen);
                } else {
                    LockSupport.parkNanos(BREATH_NANOS);
                }
                last = seen;
            }
        } catch (EngineException e) {
            endedByClose(e);
        }
        recordUnless(recorded, last);
    }

    private void recordUnless(boolean recorded, Call call) {
        if (!recorded) {
            record(call);
        }
    }

    /** A cursor shows its engine as of the call that opened it, a snapshot as of the call that took it. */
    private Call view(int number) {
        long begin = clock.getAndIncrement();
        if (number % 2 == 0) {
            try (Cursor cursor = engine.cursor(range("a", "e"), Direction.FORWARD, Access.POINT)) {
                long end = clock.getAndIncrement();
                return Call.read(begin, end, all(cursor));
            }
        }
        try (Snapshot snapshot = engine.snapshot()) {
            long end = clock.getAndIncrement();
            return Call.read(begin, end, all(snapshot));
        }
    }

    /** How many reads saw something else than the same thread's read before. */
    int news() {
        return news.get();
    }

    private static int[] untouched() {
        int[] none = new int[KEYS.size()];
        Arrays.fill(none, Linearization.UNTOUCHED);
        return none;
    }

    /** Does an update and records it; one that throws did not happen, unless its outcome is unknown. */
    private void update(int[] set, Runnable change) {
        long begin = clock.getAndIncrement();
        try {
            change.run();
        } catch (EngineException e) {
            if (e.kind() == Kind.OUTCOME_UNKNOWN) {
                record(Call.update(begin, Long.MAX_VALUE, set));
            }
            throw e;
        }
        record(Call.update(begin, clock.getAndIncrement(), set));
    }

    private void write(int value, Random random) {
        Batch batch = new Batch();
        int[] set = untouched();
        for (int i = random.nextInt(2); i < 2; i++) {
            int key = random.nextInt(KEYS.size());
            boolean delete = random.nextInt(5) == 0;
            set[key] = delete ? 0 : value;
            if (delete) {
                batch.delete(KEYS.get(key));
            } else {
                batch.put(KEYS.get(key), bytes(String.valueOf(value)));
            }
        }
        Durability durability = random.nextInt(10) == 0 ? Durability.SYNC : Durability.RELAXED;
        update(set, () -> engine.write(batch, durability));
    }

    private void replace(int value, int how) {
        try (Replacement replacement = engine.begin()) {
            int[] set = untouched();
            switch (how) {
                case 0 -> excise(replacement, "a", "c", "a", value, set);
                case 1 -> {
                    excise(replacement, "a", "b", "a", value, set);
                    excise(replacement, "b", "e", "bcd", value, set);
                    try (RunWriter run = replacement.excise(range("f", "g"))) {
                        run.add(
                                ByteBuffer.wrap(bytes("f" + value)),
                                ByteBuffer.allocate(
                                        Math.min(FILLER_BYTES, engine.limits().maxValueBytes())));
                        run.finish();
                    }
                }
                case 2 -> {
                    try (RunWriter run = replacement.overlay(range("a", "e"))) {
                        run.add(ByteBuffer.wrap(KEYS.get(1)), ByteBuffer.wrap(bytes(String.valueOf(value))));
                        run.delete(ByteBuffer.wrap(KEYS.get(2)));
                        run.finish();
                    }
                    set[1] = value;
                    set[2] = 0;
                }
                default -> {
                    replacement.empty(range("c", "d"));
                    set[2] = 0;
                    excise(replacement, "d", "", "d", value, set);
                }
            }
            update(set, replacement::commit);
        }
    }

    private static void excise(Replacement replacement, String from, String until, String keys, int value, int[] set) {
        try (RunWriter run = replacement.excise(range(from, until))) {
            for (int key = 0; key < KEYS.size(); key++) {
                byte[] name = KEYS.get(key);
                if (keys.indexOf((char) name[0]) >= 0) {
                    run.add(ByteBuffer.wrap(name), ByteBuffer.wrap(bytes(String.valueOf(value))));
                    set[key] = value;
                } else if (range(from, until).contains(name)) {
                    set[key] = 0;
                }
            }
            run.finish();
        }
    }

    /** Writes all keys a few times and reads them in every way after each, nothing else being at work. */
    void alternate() {
        for (int round = 0; round < 3; round++) {
            Batch batch = new Batch();
            int[] set = untouched();
            Arrays.fill(set, values.incrementAndGet());
            KEYS.forEach(key -> batch.put(key, bytes(String.valueOf(set[0]))));
            update(set, () -> engine.write(batch, Durability.RELAXED));
            for (int key = 0; key < KEYS.size(); key++) {
                record(get(key));
            }
            record(view(0));
            record(view(1));
        }
    }

    /** Reads all keys once more, from the engine or from what it became by reopening, and tells what no order explains. */
    Optional<String> contradiction(Engine afterwards) {
        long begin = clock.getAndIncrement();
        record(Call.read(begin, clock.getAndIncrement(), all(afterwards)));
        synchronized (this) {
            return Linearization.contradiction(initial, calls);
        }
    }
}
