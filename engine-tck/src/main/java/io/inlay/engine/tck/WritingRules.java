package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static io.inlay.engine.tck.Contents.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How writes take effect: rules R20 to R23. */
interface WritingRules {
    @Test
    default void R20_later_operations_of_a_batch_win(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "0", "b", "0", "c", "0", "d", "0").asBatch(), Durability.SYNC);
        Batch batch = new Batch()
                .put(bytes("a"), bytes("1"))
                .put(bytes("a"), bytes("2"))
                .put(bytes("b"), bytes("1"))
                .delete(bytes("b"))
                .delete(bytes("c"))
                .put(bytes("c"), bytes("2"))
                .put(bytes("e"), bytes("1"))
                .deleteRange(range("d", "f"))
                .put(bytes("d1"), bytes("2"))
                .delete(bytes("absent"));
        engine.write(batch, Durability.SYNC);
        Contents expected = Contents.of("a", "2", "c", "2", "d1", "2");
        Expect.holds(expected, engine);
        engine.write(batch, Durability.RELAXED);
        engine.write(new Batch(), Durability.SYNC);
        Expect.holds(expected, engine);
        Expect.holds(expected, fixture.reopen(engine));
    }

    @Test
    default void R20_a_batch_may_be_changed_and_used_again_once_it_is_written(Fixture fixture) {
        Engine engine = fixture.open();
        Contents expected = new Contents();
        Batch batch = new Batch();
        for (int i = 0; i < 10; i++) {
            batch.clear();
            batch.put(Contents.key("k", i), bytes("v" + i)).delete(Contents.key("k", i - 5));
            engine.write(batch, i % 3 == 0 ? Durability.SYNC : Durability.RELAXED);
            expected.apply(batch);
            assertEquals(2, batch.size());
        }
        batch.clear();
        Expect.holds(expected, engine);
    }

    @Test
    default void R20_a_range_delete_covers_old_and_new_entries(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = Contents.numbered("k", 0, 3_000, "v");
        engine.write(contents.asBatch(), Durability.RELAXED);
        engine = fixture.reopen(engine);
        engine.write(
                new Batch().put(bytes("k001500x"), bytes("new")).deleteRange(range("k001000", "k002000")),
                Durability.RELAXED);
        Expect.holds(contents.deleteRange(range("k001000", "k002000")), engine);
        engine.write(new Batch().deleteRange(range("k002500", "")), Durability.RELAXED);
        Expect.holds(contents.deleteRange(range("k002500", "")), engine);
        engine.write(new Batch().deleteRange(KeyRange.all()).put(bytes("k"), bytes("only")), Durability.RELAXED);
        Expect.holds(Contents.of("k", "only"), engine);
    }

    @Test
    default void R20_no_reader_sees_a_part_of_a_batch(Fixture fixture) {
        Engine engine = fixture.open();
        AtomicBoolean done = new AtomicBoolean();
        engine.write(twins(0), Durability.RELAXED);
        Crew crew = new Crew();
        crew.add(() -> {
            try {
                for (int i = 1; i <= 400; i++) {
                    engine.write(twins(i), i % 40 == 0 ? Durability.SYNC : Durability.RELAXED);
                }
            } finally {
                done.set(true);
            }
        });
        crew.add(() -> {
            int last = 0;
            while (!done.get()) {
                last = checkTwins(engine, last);
            }
        });
        crew.add(() -> {
            int last = 0;
            while (!done.get()) {
                try (Snapshot snapshot = engine.snapshot()) {
                    last = checkTwins(snapshot, last);
                    assertEquals(text(snapshot.get(bytes("a"))), text(snapshot.get(bytes("m"))));
                    assertEquals(text(snapshot.get(bytes("a"))), text(snapshot.get(bytes("z"))));
                }
            }
        });
        crew.join();
        assertEquals(400, checkTwins(engine, 400));
    }

    /** The same number under keys at the start, in the middle and at the end, and one key that moves. */
    private static Batch twins(int number) {
        byte[] value = bytes(String.valueOf(number));
        return new Batch()
                .put(bytes("a"), value)
                .delete(Contents.key("k", number - 1))
                .put(Contents.key("k", number), value)
                .put(bytes("m"), value)
                .put(bytes("z"), value);
    }

    private static int checkTwins(Reader reader, int atLeast) {
        Contents seen = Contents.of(reader);
        assertEquals(4, seen.size(), seen::toString);
        String number = text(seen.entries().firstEntry().getValue());
        seen.entries().values().forEach(value -> assertEquals(number, text(value)));
        assertTrue(Integer.parseInt(number) >= atLeast, "the state went back");
        return Integer.parseInt(number);
    }

    @Test
    default void R20_what_returned_before_a_read_began_is_seen_by_it(Fixture fixture) {
        Engine engine = fixture.open();
        AtomicInteger returned = new AtomicInteger(-1);
        int last = 300;
        Crew crew = new Crew();
        crew.add(() -> {
            for (int i = 0; i <= last; i++) {
                if (i % 10 == 9) {
                    replaceCounter(engine, i);
                } else {
                    engine.write(new Batch().put(bytes("n"), bytes(String.valueOf(i))), Durability.RELAXED);
                }
                returned.set(i);
            }
        });
        for (int thread = 0; thread < 2; thread++) {
            crew.add(() -> {
                int seen = -1;
                while (seen < last) {
                    int before = returned.get();
                    byte[] value = engine.get(bytes("n"));
                    int now = value == null ? -1 : Integer.parseInt(text(value));
                    assertTrue(now >= Math.max(before, seen), now + " was read after " + Math.max(before, seen));
                    seen = now;
                }
            });
        }
        crew.join();
    }

    /** Replaces the one entry of a range by a number. */
    static void replaceCounter(Engine engine, int number) {
        try (Replacement replacement = engine.begin()) {
            Contents.of("n", String.valueOf(number)).addTo(replacement.excise(range("n", "o")));
            replacement.commit();
        }
    }

    @Test
    default void R21_a_close_keeps_every_write_of_either_kind(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = new Contents();
        for (int i = 0; i < 50; i++) {
            Contents more = Contents.numbered("k", i * 20, i * 20 + 30, "value " + i);
            engine.write(more.asBatch(), i % 7 == 0 ? Durability.SYNC : Durability.RELAXED);
            contents.putAll(more);
            if (i % 10 == 5) {
                engine.sync();
            }
            if (i % 13 == 12) {
                engine = fixture.reopen(engine);
                Expect.holds(contents, engine);
            }
        }
        Expect.holds(contents, fixture.reopen(engine));
    }

    @Test
    default void R22_many_threads_write_while_readers_stay_open(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.numbered("x", 0, 1_000, "0").asBatch(), Durability.RELAXED);
        Contents before = Contents.of(engine);
        Contents expected = before.copy();
        try (Snapshot snapshot = engine.snapshot();
                Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            assertTrue(cursor.next());
            Crew crew = new Crew();
            for (int thread = 0; thread < 4; thread++) {
                String own = "t" + thread;
                expected.putAll(Contents.numbered(own, 0, 50, "v"));
                crew.add(() -> {
                    for (int i = 0; i < 50; i++) {
                        engine.write(
                                Contents.numbered(own, i, i + 1, "v").asBatch(),
                                i % 25 == 0 ? Durability.SYNC : Durability.RELAXED);
                    }
                });
            }
            crew.join();
            assertEquals(before, Contents.of(snapshot));
            assertTrue(cursor.next());
        }
        Expect.holds(expected, engine);
        Expect.holds(expected, fixture.reopen(engine));
    }

    @Test
    default void R23_a_failure_proven_harmless_does_not_poison(Fixture fixture) {
        Engine engine = fixture.open();
        byte[] tooLong = new byte[engine.limits().maxKeyBytes() + 1];
        Contents expected = new Contents();
        for (int i = 0; i < 3; i++) {
            Expect.invalid(() -> engine.write(new Batch().put(tooLong, bytes("v")), Durability.SYNC));
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.excise(range("a", "b"))) {
                Expect.invalid(() -> run.add(buffer("z"), buffer("v")));
                Expect.invalid(replacement::commit);
            }
            try (Replacement abandoned = engine.begin()) {
                abandoned.overlay(range("a", "b")).close();
            }
            engine.write(new Batch().put(Contents.key("k", i), bytes("v")), Durability.SYNC);
            expected.put(Contents.key("k", i), bytes("v"));
            replaceCounter(engine, i);
            engine.sync();
        }
        Expect.holds(expected.put("n", "2"), engine);
    }
}
