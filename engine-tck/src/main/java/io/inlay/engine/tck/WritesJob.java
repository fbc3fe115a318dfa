package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.text;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Threads that write numbered batches, each to keys of its own, and print {@code <thread> <number>} for each one that
 * returned. What a thread's first so many batches amount to is known.
 */
final class WritesJob implements ChildJob {
    private static final int SLOTS = 200;
    private static final int PADDING = 300;

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out) {
        Engine engine = provider.open(directory, Map.of());
        int threads = Integer.parseInt(arguments.get(0));
        long seed = Long.parseLong(arguments.get(1));
        Crew crew = new Crew();
        for (int thread = 0; thread < threads; thread++) {
            int own = thread;
            crew.add(() -> write(engine, own, new Random(seed + own), out));
        }
        crew.join();
    }

    private static void write(Engine engine, int thread, Random random, PrintStream out) {
        for (int number = count(engine, thread); ; number++) {
            engine.write(batch(thread, number), random.nextInt(8) == 0 ? Durability.SYNC : Durability.RELAXED);
            if (random.nextInt(20) == 0) {
                engine.sync();
            }
            out.println(thread + " " + number);
        }
    }

    /** How many of a thread's batches are in a store. */
    static int count(Reader reader, int thread) {
        byte[] value = reader.get(bytes(thread + "/count"));
        return value == null ? 0 : Integer.parseInt(text(value));
    }

    /** A thread's batch of a number. */
    static Batch batch(int thread, int number) {
        Batch batch = new Batch().put(bytes(thread + "/count"), bytes(String.valueOf(number + 1)));
        if (number % 50 == 49) {
            batch.deleteRange(KeyRange.of(slot(thread, 0), slot(thread, SLOTS / 4)));
        }
        return batch.put(slot(thread, number % SLOTS), value(number))
                .put(slot(thread, number * 7 % SLOTS), value(number))
                .delete(slot(thread, number * 13 % SLOTS))
                .put(bytes("z/" + thread + "/last"), value(number));
    }

    private static byte[] slot(int thread, int number) {
        return Contents.key(thread + "/k", number);
    }

    private static byte[] value(int number) {
        return bytes(number + " ".repeat(PADDING));
    }

    /** What a store holds after a thread's first so many batches. */
    static Contents expected(int thread, int count) {
        Contents contents = new Contents();
        for (int number = 0; number < count; number++) {
            contents.apply(batch(thread, number));
        }
        return contents;
    }
}
