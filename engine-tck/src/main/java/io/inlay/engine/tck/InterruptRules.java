package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Metrics;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What interrupts do: rule R24. */
interface InterruptRules {
    @Test
    default void R24_calls_with_the_interrupt_flag_set_do_their_work_and_keep_it(Fixture fixture) {
        Contents contents = Contents.numbered("k", 0, 1_000, "v");
        Crew.run(() -> {
            Thread.currentThread().interrupt();
            Engine engine = fixture.open();
            interrupted("open");
            engine.write(contents.asBatch(), Durability.RELAXED);
            interrupted("write");
            engine.write(new Batch().put(bytes("a"), bytes("1")), Durability.SYNC);
            interrupted("write SYNC");
            engine.sync();
            interrupted("sync");
            Expect.holds(contents.put("a", "1"), engine);
            interrupted("reading");
            try (Snapshot snapshot = engine.snapshot()) {
                Expect.holds(contents, snapshot);
            }
            interrupted("snapshot");
            engine.find(Metrics.class);
            interrupted("find");
            try (Replacement abandoned = engine.begin()) {
                contents.in(range("k", "l")).addTo(abandoned.overlay(range("k", "l")));
                abandoned.empty(range("x", "y"));
            }
            interrupted("closing an uncommitted replacement");
            try (Replacement replacement = engine.begin()) {
                interrupted("begin");
                replacement.scratch();
                interrupted("scratch");
                RunWriter run = replacement.excise(range("k", "l"));
                try (Cursor rest = engine.cursor(range("k000500", "l"), Direction.FORWARD, Access.SCAN)) {
                    run.addAll(rest, Long.MAX_VALUE);
                }
                interrupted("addAll");
                run.finish();
                interrupted("finish");
                replacement.commit();
                interrupted("commit");
            }
            Contents after = contents.copy().deleteRange(range("k", "k000500"));
            Expect.holds(after, engine);
            engine.close();
            interrupted("close");
            Engine again = fixture.open();
            interrupted("open of an existing store");
            Expect.holds(after, again);
            again.close();
            Engine reader = fixture.openReadOnly();
            interrupted("open of a store to be read");
            Expect.holds(after, reader);
            reader.close();
            interrupted("the end");
        });
    }

    private static void interrupted(String after) {
        assertTrue(Thread.currentThread().isInterrupted(), () -> "the interrupt flag was lost by " + after);
    }

    /** Some interrupts of each step, and then none until its end: an engine may begin a call's work anew after each. */
    @Test
    default void R24_interrupts_at_any_instant_harm_nothing(Fixture fixture) {
        Engine engine = fixture.open();
        int last = 60;
        AtomicInteger steps = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        Crew crew = new Crew();
        Thread worker = crew.add(() -> {
            try {
                for (int i = 0; i < last; i++) {
                    engine.write(new Batch().put(Contents.key("k", i), bytes("v")), Durability.SYNC);
                    WritingRules.replaceCounter(engine, i);
                    Expect.holds(Contents.numbered("k", 0, i + 1, "v").put("n", String.valueOf(i)), engine);
                    steps.incrementAndGet();
                }
            } finally {
                done.set(true);
            }
        });
        crew.add(() -> {
            Random random = new Random(24);
            while (!done.get()) {
                int step = steps.get();
                for (int i = 0; i < 100 && steps.get() == step; i++) {
                    worker.interrupt();
                    // 1 microsecond to 1 millisecond, each order of magnitude as often as the others
                    long until = System.nanoTime() + (long) Math.pow(10, 3 + 3 * random.nextDouble());
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                }
                while (steps.get() == step && !done.get()) {
                    LockSupport.parkNanos(10_000);
                }
            }
        });
        crew.join();
        Contents expected = Contents.numbered("k", 0, last, "v").put("n", String.valueOf(last - 1));
        assertFalse(Thread.currentThread().isInterrupted());
        Expect.holds(expected, engine);
        Expect.holds(expected, fixture.reopen(engine));
    }
}
