package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Threads that do everything an engine can do while another one closes it, several rounds long. */
final class StormJob implements ChildJob {
    private static final int ENTRIES = 5_000;
    private static final String WRITTEN = "w";
    private static final String REPLACED = "r";

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out) {
        Random random = new Random(41);
        for (int round = 0; round < Integer.parseInt(arguments.get(0)); round++) {
            Engine engine = provider.open(directory, Map.of());
            check(engine);
            AtomicInteger turns = new AtomicInteger();
            Crew crew = new Crew();
            for (Storm storm : List.<Storm>of(
                    StormJob::gets,
                    StormJob::scans,
                    StormJob::snapshots,
                    StormJob::writes,
                    StormJob::replaces,
                    StormJob::copies,
                    StormJob::steps)) {
                crew.add(() -> untilClosed(engine, storm, turns));
            }
            while (turns.get() < 20 && crew.isBusy()) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(random.nextInt(200_000_000));
            engine.close();
            crew.join();
        }
        out.println("done");
    }

    private interface Storm {
        void turn(Engine engine, int number);
    }

    private static void untilClosed(Engine engine, Storm storm, AtomicInteger turns) {
        for (int number = 0; ; number++) {
            try {
                storm.turn(engine, number);
                turns.incrementAndGet();
            } catch (EngineException e) {
                if (e.kind() == Kind.CLOSED) {
                    return;
                }
                throw e;
            }
        }
    }

    private static void gets(Engine engine, int number) {
        for (int i = 0; i < 100; i++) {
            engine.get(Contents.key(WRITTEN, (number + i) % ENTRIES));
        }
    }

    private static void scans(Engine engine, int number) {
        Direction direction = number % 2 == 0 ? Direction.FORWARD : Direction.BACKWARD;
        try (Cursor cursor = engine.cursor(KeyRange.all(), direction, Access.SCAN)) {
            while (cursor.next()) {
                cursor.value().remaining();
            }
        }
    }

    /** Moves a cursor while the engine may close it, which no try block of this thread would do first. */
    private static void steps(Engine engine, int number) {
        Cursor cursor = engine.cursor(range(REPLACED, "s"), Direction.FORWARD, Access.POINT);
        for (int i = 0; i < 50; i++) {
            if (cursor.seek(Contents.key(REPLACED, (number * 31 + i) % ENTRIES))) {
                cursor.key().remaining();
                cursor.next();
            }
        }
        cursor.close();
    }

    private static void snapshots(Engine engine, int number) {
        try (Snapshot snapshot = engine.snapshot();
                Cursor cursor = snapshot.cursor(range(REPLACED, "s"), Direction.BACKWARD, Access.POINT)) {
            snapshot.get(Contents.key(WRITTEN, number % ENTRIES));
            cursor.next();
        }
    }

    private static void writes(Engine engine, int number) {
        engine.write(
                Contents.numbered(WRITTEN, number % ENTRIES, number % ENTRIES + 20, String.valueOf(number))
                        .asBatch(),
                number % 10 == 0 ? Durability.SYNC : Durability.RELAXED);
    }

    private static void replaces(Engine engine, int number) {
        byte[] value = bytes(String.valueOf(number));
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range(REPLACED, "s"))) {
            for (int i = 0; i < ENTRIES; i++) {
                run.add(ByteBuffer.wrap(Contents.key(REPLACED, i)), ByteBuffer.wrap(value));
            }
            run.finish();
            replacement.commit();
        }
    }

    private static void copies(Engine engine, int number) {
        try (Cursor cursor = engine.cursor(range(WRITTEN, "x"), Direction.FORWARD, Access.SCAN);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(range(WRITTEN, "x"))) {
            run.addAll(cursor, Long.MAX_VALUE);
            run.finish();
            replacement.commit();
        }
    }

    /** Between the storms every replaced range is whole. */
    static void check(Engine engine) {
        Contents replaced = Contents.of(engine, range(REPLACED, "s"));
        if (replaced.size() > 0) {
            String value = Contents.text(replaced.entries().firstEntry().getValue());
            Contents whole = Contents.numbered(REPLACED, 0, ENTRIES, value);
            if (!whole.equals(replaced)) {
                throw new AssertionError("a replaced range is not whole: " + replaced);
            }
        }
    }
}
