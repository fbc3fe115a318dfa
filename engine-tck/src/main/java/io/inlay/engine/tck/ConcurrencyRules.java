package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static io.inlay.engine.tck.Contents.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Writers, replaces, readers and a closer at once: one order of all writes and commits explains what each of them saw. */
interface ConcurrencyRules {
    /** So many reads that saw a change are enough; on an engine as fast as memory a round gives few. */
    int ENOUGH_NEWS = 600;

    int MOST_ROUNDS = 40;

    /** So many looks of readers while a large step is under way are enough. */
    int ENOUGH_LOOKS = 30;

    int MOST_STEPS = 40;

    @Test
    default void R20_one_order_of_writes_and_commits_explains_every_read(Fixture fixture) {
        Engine engine = fixture.open();
        AtomicInteger values = new AtomicInteger();
        int news = 0;
        for (int round = 0; round < 3 || (news < ENOUGH_NEWS && round < MOST_ROUNDS); round++) {
            OneOrder order = new OneOrder(engine, values);
            Crew crew = new Crew();
            order.addUpdaters(crew, 40, round);
            order.addReaders(crew);
            crew.join();
            order.alternate();
            assertEquals(Optional.empty(), order.contradiction(engine));
            news += order.news();
        }
    }

    @Test
    default void R16_a_run_and_its_replacement_may_be_handed_from_thread_to_thread(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("f", "old", "s", "copied").asBatch(), Durability.RELAXED);
        try (Cursor source = engine.cursor(range("s", "t"), Direction.FORWARD, Access.SCAN);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(KeyRange.all())) {
            run.add(buffer("c"), buffer("here"));
            Crew.run(() -> {
                run.add(buffer("e"), buffer("elsewhere"));
                run.delete(buffer("f"));
            });
            Crew.run(() -> assertEquals(1, run.addAll(source, Long.MAX_VALUE)));
            Crew.run(run::finish);
            Crew.run(() -> assertEquals(4, replacement.commit().records()));
            Crew.run(replacement::close);
        }
        Expect.holds(Contents.of("c", "here", "e", "elsewhere", "s", "copied"), engine);
    }

    /** What is large enough to be cut into pieces below is still one step for readers. */
    @Test
    default void R20_no_reader_sees_a_part_of_a_large_batch(Fixture fixture) {
        Engine engine = fixture.open();
        stepwise(engine, number -> engine.write(large(number).asBatch(), Durability.RELAXED));
    }

    @Test
    default void R31_a_large_commit_is_one_step_for_readers(Fixture fixture) {
        Engine engine = fixture.open();
        stepwise(engine, number -> {
            try (Replacement replacement = engine.begin()) {
                Contents contents = large(number);
                contents.in(range("", "k5")).addTo(replacement.excise(range("", "k5")));
                contents.in(range("k5", "")).addTo(replacement.overlay(range("k5", "")));
                replacement.commit();
            }
        });
    }

    private static Contents large(int number) {
        Contents contents = new Contents();
        for (int i = 0; i < 20_000; i++) {
            contents.put("k" + (10_000 + i * 4), String.valueOf(number));
        }
        return contents;
    }

    /** Makes large steps while readers compare the ends of what they see, until enough have looked in the midst of a step. */
    private static void stepwise(Engine engine, IntConsumer step) {
        step.accept(0);
        AtomicInteger steps = new AtomicInteger();
        AtomicInteger midst = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean stepping = new AtomicBoolean();
        Crew crew = new Crew();
        crew.add(() -> {
            try {
                while (steps.get() < 6 || (midst.get() < ENOUGH_LOOKS && steps.get() < MOST_STEPS)) {
                    stepping.set(true);
                    step.accept(steps.incrementAndGet());
                    stepping.set(false);
                }
            } finally {
                done.set(true);
            }
        });
        for (Access access : Access.values()) {
            crew.add(() -> {
                while (!done.get()) {
                    boolean before = stepping.get();
                    assertSameEnds(engine, access);
                    if (before && stepping.get()) {
                        midst.incrementAndGet();
                    }
                }
            });
        }
        crew.join();
        assertEquals(large(steps.get()), Contents.of(engine));
    }

    private static void assertSameEnds(Engine engine, Access access) {
        try (Snapshot snapshot = engine.snapshot();
                Cursor first = snapshot.cursor(KeyRange.all(), Direction.FORWARD, access);
                Cursor last = snapshot.cursor(KeyRange.all(), Direction.BACKWARD, access)) {
            assertTrue(first.next() && last.next());
            String number = text(Keys.copy(first.value()));
            assertEquals(number, text(Keys.copy(last.value())));
            assertTrue(first.seek(bytes("k5")));
            assertEquals(number, text(Keys.copy(first.value())));
            assertEquals(number, text(snapshot.get(bytes("k20000"))));
        }
    }

    @Test
    default void R41_what_a_close_interrupts_has_happened_wholly_or_never_will(Fixture fixture) {
        AtomicInteger values = new AtomicInteger();
        Engine engine = fixture.open();
        for (int round = 0; round < 3; round++) {
            OneOrder order = new OneOrder(engine, values);
            int before = values.get();
            Crew crew = new Crew();
            order.addUpdaters(crew, 100_000, 100 + round);
            order.addReaders(crew);
            while (values.get() < before + 60 && crew.isBusy()) {
                LockSupport.parkNanos(100_000);
            }
            engine.close();
            crew.join();
            engine = fixture.open();
            assertEquals(Optional.empty(), order.contradiction(engine));
        }
    }
}
