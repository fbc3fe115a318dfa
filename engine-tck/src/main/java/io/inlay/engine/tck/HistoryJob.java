package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static io.inlay.engine.tck.Contents.text;

import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Threads that change a store in numbered steps, each in keys of its own: {@link #WRITERS} that write, relaxed but for one
 * step in so many, and, where asked for, one that replaces. Each step is announced by {@code start <thread> <number>} and acknowledged by {@code
 * done <thread> <number>}, or {@code durable <thread> <number>} where a power loss must leave it. Where a step fails, the
 * engine is checked for what it does then, and {@code failed <kind>} is the last line.
 */
final class HistoryJob implements ChildJob {
    /** Threads that write; the one after them replaces. */
    static final int WRITERS = 2;

    /** In place of the steps to one durable step: see {@link #pausing}. */
    static final String PAUSING = "pausing";

    private static final KeyRange REPLACED = range("r", "s");
    private static final KeyRange OTHER = range("t", "u");
    private static final int SMALL_RECORDS = 20;
    private static final int LARGE_RECORDS = 3_000;
    private static final int PADDING = 40;

    @Override
    public void run(EngineProvider provider, Path ignored, List<String> arguments, PrintStream out) {
        Engine engine = provider.open(Path.of(arguments.get(0)), Map.of());
        if (arguments.get(1).equals(PAUSING)) {
            untilFailure(engine, out, () -> pausing(engine, out));
            return;
        }
        int durableEach = Integer.parseInt(arguments.get(1));
        Crew crew = new Crew();
        for (int thread = 0; thread < WRITERS; thread++) {
            int own = thread;
            crew.add(() -> untilFailure(engine, out, () -> write(engine, own, durableEach, out)));
        }
        if (Boolean.parseBoolean(arguments.get(2))) {
            crew.add(() -> untilFailure(engine, out, () -> replace(engine, out)));
        }
        crew.join();
    }

    /** One durable step of each kind in turn; after each the process does nothing until it is told to go on. */
    private static void pausing(Engine engine, PrintStream out) {
        for (int number = 0; ; number++) {
            for (int kind = 0; kind <= WRITERS; kind++) {
                if (kind == WRITERS) {
                    replace(engine, number, out);
                } else {
                    out.println("start " + kind + " " + number);
                    engine.write(WritesJob.batch(kind, number), kind == 0 ? Durability.SYNC : Durability.RELAXED);
                    if (kind != 0) {
                        engine.sync();
                    }
                    out.println("durable " + kind + " " + number);
                }
                if (Fixture.unchecked(System.in::read) < 0) {
                    return;
                }
            }
        }
    }

    private static void write(Engine engine, int thread, int durableEach, PrintStream out) {
        for (int number = 0; ; number++) {
            int phase = number % durableEach;
            boolean durable = phase == durableEach - 1 || phase == durableEach / 3;
            out.println("start " + thread + " " + number);
            engine.write(
                    WritesJob.batch(thread, number), phase == durableEach - 1 ? Durability.SYNC : Durability.RELAXED);
            if (phase == durableEach / 3) {
                engine.sync();
            }
            out.println((durable ? "durable " : "done ") + thread + " " + number);
        }
    }

    private static void replace(Engine engine, PrintStream out) {
        for (int number = 0; ; number++) {
            replace(engine, number, out);
        }
    }

    private static void replace(Engine engine, int number, PrintStream out) {
        Contents run = run(number);
        try (Replacement replacement = engine.begin()) {
            run.in(REPLACED).addTo(replacement.excise(REPLACED));
            run.in(OTHER).addTo(replacement.excise(OTHER));
            out.println("start " + WRITERS + " " + number);
            replacement.commit();
            out.println("durable " + WRITERS + " " + number);
        }
    }

    private static Contents run(int number) {
        String value = number + " ".repeat(PADDING);
        int records = number % 3 == 1 ? LARGE_RECORDS : SMALL_RECORDS;
        return Contents.numbered("r" + number % 4, 0, records, value)
                .put("r", value)
                .putAll(Contents.numbered("t", 0, SMALL_RECORDS, value));
    }

    /** The number of steps of a thread that a store's entries tell of. */
    static int count(Contents seen, int thread) {
        byte[] value = seen.entries().get(bytes(thread < WRITERS ? thread + "/count" : "r"));
        return value == null ? 0 : Integer.parseInt(text(value).strip()) + (thread < WRITERS ? 0 : 1);
    }

    /** What a store holds after so many steps of each thread. */
    static Contents expected(List<Integer> counts) {
        Contents contents = new Contents();
        for (int thread = 0; thread < WRITERS; thread++) {
            contents.putAll(WritesJob.expected(thread, counts.get(thread)));
        }
        int replaced = counts.get(WRITERS);
        return replaced == 0 ? contents : contents.putAll(run(replaced - 1));
    }

    private static void untilFailure(Engine engine, PrintStream out, Runnable steps) {
        try {
            steps.run();
        } catch (EngineException e) {
            if (e.kind() != Kind.OUTCOME_UNKNOWN && e.kind() != Kind.INTERNAL && e.kind() != Kind.FULL) {
                throw e;
            }
            if (e.kind() == Kind.INTERNAL && e.getCause() == null) {
                throw new AssertionError("the first failure is not the cause", e);
            }
            engine.get(bytes("r"));
            out.println("failed " + e.kind());
        }
    }
}
