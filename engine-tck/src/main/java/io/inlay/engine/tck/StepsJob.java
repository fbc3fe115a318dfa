package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Brings a store from generation to generation, beside a thread that writes, up to a {@link KillStep} at which it is killed. It
 * prints {@code scratch <path>} once something is staged, {@code staged <generation>} when it may be committed, {@code returned
 * <generation>} after the commit, {@code wrote <number>} after each write, and {@code at <step>} when it is there.
 */
final class StepsJob implements ChildJob {
    /** Keys of the writing thread; the generations leave them alone. */
    static final KeyRange WRITTEN = range("c", "d");

    private static final int SLOTS = 64;
    private static final int PADDING = 100;
    private static final int SMALL_RECORDS = 30;
    private static final int LARGE_RECORDS = 2_000;

    private PrintStream out = System.out;
    private Generations generations = generations();
    private volatile @Nullable KillStep reached;

    /** Generations that are small and large by turns, since an engine may commit these in different ways. */
    static Generations generations() {
        return new Generations(generation -> generation % 3 == 1 ? LARGE_RECORDS : SMALL_RECORDS);
    }

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream printer)
            throws Exception {
        out = printer;
        KillStep step = KillStep.valueOf(arguments.get(0));
        int rounds = Integer.parseInt(arguments.get(1));
        if (step == KillStep.OPENING) {
            reach(step);
        }
        Engine engine = provider.open(directory, Map.of());
        int generation = Generations.of(engine) + 1;
        Thread writer = new Thread(() -> write(engine));
        writer.setDaemon(true);
        writer.start();
        for (int round = 1; round < rounds; round++) {
            replace(engine, generation++, null);
        }
        switch (step) {
            case WRITING -> reach(step);
            case HOUSEKEEPING -> reclaim(engine);
            case CLOSING -> {
                reach(step);
                engine.close();
                new CountDownLatch(1).await();
            }
            default -> replace(engine, generation++, step);
        }
        for (; ; generation++) {
            replace(engine, generation, null);
        }
    }

    private void reach(KillStep step) throws InterruptedException {
        reached = step;
        out.println("at " + step);
        if (step.waits()) {
            new CountDownLatch(1).await();
        }
    }

    private void replace(Engine engine, int generation, @Nullable KillStep upTo)
            throws IOException, InterruptedException {
        try (Replacement replacement = engine.begin()) {
            Files.writeString(replacement.scratch().resolve("spill"), "the caller's own");
            out.println("scratch " + replacement.scratch());
            if (upTo == KillStep.STAGING) {
                reach(upTo);
            }
            generations.stage(replacement, generation);
            if (upTo == KillStep.STAGED) {
                reach(upTo);
            }
            out.println("staged " + generation);
            if (upTo == KillStep.BEFORE_COMMIT || upTo == KillStep.COMMITTING) {
                reach(upTo);
            }
            replacement.commit();
            out.println("returned " + generation);
            if (upTo == KillStep.AFTER_COMMIT) {
                reach(upTo);
            }
        }
    }

    /** Has the engine reclaim space where it can, again and again; else leaves it to its own housekeeping. */
    private void reclaim(Engine engine) throws InterruptedException {
        reach(KillStep.HOUSEKEEPING);
        Optional<Reclaim> reclaim = engine.find(Reclaim.class);
        while (reclaim.isPresent()) {
            reclaim.get().run(KeyRange.all(), () -> false);
        }
        new CountDownLatch(1).await();
    }

    /** Writes numbered batches; a process that stands still or is being closed is left alone. */
    private void write(Engine engine) {
        for (int number = count(engine);
                reached == null || !(reached.waits() || reached == KillStep.CLOSING);
                number++) {
            engine.write(batch(number), number % 10 == 0 ? Durability.SYNC : Durability.RELAXED);
            out.println("wrote " + number);
        }
    }

    private static int count(Engine engine) {
        byte[] value = engine.get(bytes("c/count"));
        return value == null ? 0 : Integer.parseInt(Contents.text(value));
    }

    private static Batch batch(int number) {
        return new Batch()
                .put(bytes("c/count"), bytes(String.valueOf(number + 1)))
                .put(Contents.key("c/k", number % SLOTS), bytes(number + " ".repeat(PADDING)))
                .delete(Contents.key("c/k", number * 13 % SLOTS));
    }

    /** What a store holds after so many writes. */
    static Contents written(int count) {
        Contents contents = new Contents();
        for (int number = 0; number < count; number++) {
            contents.apply(batch(number));
        }
        return contents;
    }

    /** How many writes a store's entries tell of. */
    static int writes(Contents seen) {
        byte[] value = seen.entries().get(bytes("c/count"));
        return value == null ? 0 : Integer.parseInt(Contents.text(value));
    }
}
