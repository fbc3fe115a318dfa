package io.inlay.engine.tck;

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
import io.inlay.engine.Reader;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What readers see while replacements are committed: rules R16, R31 and R39 with many threads at work. */
interface AtomicityRules {
    /** A store whose generations follow each other, and how far that has come. */
    final class Timeline {
        final Generations generations;
        final Engine engine;
        final int last;
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger returned = new AtomicInteger();

        Timeline(Engine engine, int records, int last) {
            this.generations = new Generations(records);
            this.engine = engine;
            this.last = last;
            generations.replace(engine, 0);
        }

        void advance() {
            for (int generation = 1; generation <= last; generation++) {
                try (Replacement replacement = engine.begin()) {
                    generations.stage(replacement, generation);
                    begun.set(generation);
                    replacement.commit();
                    returned.set(generation);
                }
            }
        }

        /** Looks again and again, until the last generation is seen; each look tells the generation it saw. */
        void watch(Look look) throws Exception {
            int seen = 0;
            while (seen < last) {
                int least = Math.max(seen, returned.get());
                int now = look.at(engine);
                int most = begun.get();
                assertTrue(now >= least && now <= most, now + " was seen, not " + least + " to " + most);
                seen = now;
            }
        }
    }

    /** One observation of a generation. */
    interface Look {
        int at(Engine engine) throws Exception;
    }

    @Test
    default void R31_commit_is_atomic_for_readers_over_all_ranges_and_runs(Fixture fixture) {
        Timeline timeline = new Timeline(fixture.open(), 300, 30);
        Crew crew = new Crew();
        crew.add(timeline::advance);
        crew.add(() -> timeline.watch(timeline.generations::check));
        crew.add(() -> timeline.watch(AtomicityRules::ends));
        crew.add(() -> timeline.watch(engine -> {
            try (Snapshot snapshot = engine.snapshot()) {
                return ends(snapshot);
            }
        }));
        crew.join();
        assertEquals(timeline.last, timeline.generations.check(timeline.engine));
    }

    /** The generation told by the first and the last entry, read by one cursor that seeks between. */
    private static int ends(Reader reader) {
        try (Cursor cursor = reader.cursor(range("a", "e"), Direction.FORWARD, Access.POINT)) {
            assertTrue(cursor.next());
            String first = text(Keys.copy(cursor.value()));
            assertTrue(cursor.seek(bytes("dx")));
            assertEquals(first, text(Keys.copy(cursor.value())));
            return Integer.parseInt(first.substring(first.indexOf(' ') + 1));
        }
    }

    @Test
    default void R31_single_gets_never_go_back(Fixture fixture) {
        Timeline timeline = new Timeline(fixture.open(), 20, 60);
        Crew crew = new Crew();
        crew.add(timeline::advance);
        for (int thread = 0; thread < 3; thread++) {
            crew.add(() -> timeline.watch(Generations::of));
        }
        crew.join();
    }

    @Test
    default void R16_a_snapshot_stays_one_state_while_threads_read_it_and_replaces_go_on(Fixture fixture) {
        Timeline timeline = new Timeline(fixture.open(), 200, 25);
        AtomicBoolean done = new AtomicBoolean();
        Crew crew = new Crew();
        crew.add(() -> {
            try {
                timeline.advance();
            } finally {
                done.set(true);
            }
        });
        for (int thread = 0; thread < 2; thread++) {
            crew.add(() -> {
                while (!done.get()) {
                    try (Snapshot snapshot = timeline.engine.snapshot()) {
                        int generation = timeline.generations.check(snapshot);
                        Crew.run(() -> Expect.holds(timeline.generations.expected(generation), snapshot));
                        assertEquals(generation, timeline.generations.check(snapshot));
                    }
                }
            });
        }
        crew.join();
    }

    @Test
    default void R16_writers_and_replaces_in_one_order_lose_nothing(Fixture fixture) {
        Engine engine = fixture.open();
        Timeline timeline = new Timeline(engine, 100, 20);
        Contents written = new Contents();
        Crew crew = new Crew();
        crew.add(timeline::advance);
        for (int thread = 0; thread < 2; thread++) {
            String own = "c" + thread;
            written.putAll(Contents.numbered(own, 0, 200, "w"));
            crew.add(() -> {
                for (int i = 0; i < 200; i++) {
                    engine.write(
                            Contents.numbered(own, i, i + 1, "w").asBatch(),
                            i % 50 == 0 ? Durability.SYNC : Durability.RELAXED);
                }
            });
        }
        crew.join();
        Contents expected = timeline.generations.expected(timeline.last).putAll(written);
        Expect.holds(expected, engine);
        Expect.holds(expected, fixture.reopen(engine));
    }

    /** Reads that began and ended within one commit; a hundred in any of many commits will do. */
    @Test
    default void R39_readers_go_on_while_a_commit_works(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "1").asBatch(), Durability.SYNC);
        AtomicInteger commits = new AtomicInteger();
        AtomicLong most = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Crew crew = new Crew();
        crew.add(() -> {
            try {
                Contents run = Contents.numbered("k", 0, 20_000, "some value");
                for (int round = 0; round < 100 && most.get() < 100; round++) {
                    try (Replacement replacement = engine.begin()) {
                        run.put("k", String.valueOf(round)).addTo(replacement.excise(KeyRange.prefix(bytes("k"))));
                        commits.incrementAndGet();
                        replacement.commit();
                        commits.incrementAndGet();
                    }
                }
            } finally {
                done.set(true);
            }
        });
        crew.add(() -> {
            long reads = 0;
            int during = 0;
            while (!done.get()) {
                int before = commits.get();
                assertEquals("1", text(engine.get(bytes("a"))));
                int after = commits.get();
                reads = before == after && before % 2 == 1 && before == during ? reads + 1 : 0;
                during = after;
                most.accumulateAndGet(reads, Math::max);
            }
        });
        crew.join();
        assertTrue(most.get() >= 100, () -> "at most " + most.get() + " reads went on within one commit");
    }

    @Test
    default void R39_the_result_tells_what_a_commit_did(Fixture fixture) {
        Engine engine = fixture.open();
        Contents run = Contents.numbered("k", 0, 5_000, "value");
        engine.write(Contents.of("k", "old").asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            run.addTo(replacement.excise(range("k", "l")));
            replacement.empty(range("m", "n"));
            long start = System.nanoTime();
            ReplaceResult result = replacement.commit();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(5_000, result.records());
            assertTrue(result.bytesCopied() >= 0 && result.bytesLinked() >= 0);
            assertTrue(result.bytesCopied() + result.bytesLinked() > 0, "new entries are copied or linked");
            assertTrue(!result.writersHeld().isNegative(), result::toString);
            assertTrue(result.writersHeld().compareTo(took) <= 0, () -> result + " of " + took);
        }
    }
}
