package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static io.inlay.engine.tck.Contents.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Views beside each other, and beside what happens meanwhile: rules R10 to R15. */
interface ViewRules {
    @Test
    default void R10_a_snapshot_hands_out_copies_too(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("k", "value").asBatch(), Durability.RELAXED);
        try (Snapshot snapshot = engine.snapshot()) {
            byte[] first = snapshot.get(bytes("k"));
            assertArrayEquals(bytes("value"), first);
            if (first != null) {
                first[0] = 'x';
            }
            assertArrayEquals(bytes("value"), snapshot.get(bytes("k")));
        }
        assertArrayEquals(bytes("value"), engine.get(bytes("k")));
    }

    /** A value may be long enough to be kept another way. */
    @Test
    default void R10_long_values_are_copies_too(Fixture fixture) {
        Engine engine = fixture.open();
        for (int length : new int[] {100, 2_000, 70_000, 1 << 20}) {
            byte[] value = new byte[Math.min(length, engine.limits().maxValueBytes())];
            Arrays.fill(value, (byte) 'v');
            engine.write(new Batch().put(bytes("k"), value), Durability.RELAXED);
            try (Snapshot snapshot = engine.snapshot()) {
                for (Reader reader : List.of(engine, snapshot, engine)) {
                    byte[] got = reader.get(bytes("k"));
                    assertArrayEquals(value, got);
                    if (got != null) {
                        got[0] = 'x';
                        got[got.length - 1] = 'x';
                    }
                    assertArrayEquals(value, reader.get(bytes("k")), () -> length + " bytes");
                }
            }
        }
    }

    @Test
    default void R10_a_get_keeps_no_hold_of_the_key_it_is_given(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("b", "1", "d", "2").asBatch(), Durability.RELAXED);
        try (Snapshot snapshot = engine.snapshot()) {
            for (Reader reader : List.of(engine, snapshot)) {
                byte[] key = bytes("b");
                assertArrayEquals(bytes("1"), reader.get(key));
                key[0] = 'd';
                assertArrayEquals(bytes("2"), reader.get(key));
                key[0] = 'c';
                assertNull(reader.get(key));
                assertArrayEquals(bytes("1"), reader.get(bytes("b")));
            }
        }
    }

    @Test
    default void R11_what_is_written_before_the_first_move_is_not_seen(Fixture fixture) {
        Engine engine = fixture.open();
        for (Direction direction : Direction.values()) {
            for (Access access : Access.values()) {
                Contents before = Contents.of("b", "1", "d", "2");
                engine.write(before.asBatch().deleteRange(range("e", "")), Durability.RELAXED);
                try (Cursor moved = engine.cursor(KeyRange.all(), direction, access);
                        Cursor sought = engine.cursor(KeyRange.all(), direction, access)) {
                    engine.write(Contents.of("b", "new", "c", "new", "f", "new").asBatch(), Durability.RELAXED);
                    assertEquals(before, Contents.rest(moved));
                    assertTrue(sought.seek(bytes(direction == Direction.FORWARD ? "c" : "f")));
                    assertEquals("d", text(Keys.copy(sought.key())));
                    assertTrue(sought.seek(bytes("b")));
                    assertEquals("1", text(Keys.copy(sought.value())));
                }
                engine.write(new Batch().delete(bytes("c")), Durability.RELAXED);
            }
        }
    }

    @Test
    default void R13_cursors_lend_buffers_of_their_own(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "1", "b", "2").asBatch(), Durability.RELAXED);
        try (Cursor up = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
                Cursor down = engine.cursor(KeyRange.all(), Direction.BACKWARD, Access.POINT)) {
            assertTrue(up.next() && down.next());
            List<ByteBuffer> lent = List.of(up.key(), up.value(), down.key(), down.value());
            assertEquals(
                    List.of("a", "1", "b", "2"),
                    lent.stream().map(buffer -> text(Keys.copy(buffer))).toList());
        }
    }

    @Test
    default void R13_lent_bytes_stay_until_the_cursors_next_move_whatever_else_is_done(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("b", "1", "d", "2", "f", "3").asBatch(), Durability.SYNC);
        try (Cursor ofEngine = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
                Snapshot snapshot = engine.snapshot();
                Cursor ofSnapshot = snapshot.cursor(KeyRange.all(), Direction.BACKWARD, Access.POINT)) {
            assertTrue(ofEngine.next() && ofSnapshot.seek(bytes("b")));
            List<ByteBuffer> lent = List.of(ofEngine.key(), ofEngine.value(), ofSnapshot.key(), ofSnapshot.value());
            assertArrayEquals(bytes("2"), engine.get(bytes("d")));
            assertArrayEquals(bytes("3"), snapshot.get(bytes("f")));
            engine.write(Contents.of("b", "9").asBatch().delete(bytes("d")), Durability.SYNC);
            try (Replacement replacement = engine.begin()) {
                replacement.empty(KeyRange.all());
                replacement.commit();
            }
            engine.find(Reclaim.class).ifPresent(reclaim -> reclaim.run(KeyRange.all(), () -> false));
            for (int i = 0; i < 300; i++) {
                engine.write(new Batch().put(bytes("b" + i), new byte[500]), Durability.RELAXED);
            }
            assertEquals(
                    List.of("b", "1", "b", "1"),
                    lent.stream().map(buffer -> text(Keys.copy(buffer))).toList());
            assertEquals("1", text(Keys.copy(ofEngine.value())));
            assertEquals("b", text(Keys.copy(ofSnapshot.key())));
        }
    }

    @Test
    default void R14_a_seek_keeps_no_hold_of_the_key_it_is_given(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("b", "1", "d", "2", "f", "3").asBatch(), Durability.RELAXED);
        for (Direction direction : Direction.values()) {
            try (Cursor cursor = engine.cursor(KeyRange.all(), direction, Access.POINT)) {
                byte[] key = bytes("d");
                assertTrue(cursor.seek(key));
                key[0] = direction == Direction.FORWARD ? (byte) 'a' : (byte) 'z';
                assertEquals("d", text(Keys.copy(cursor.key())));
                assertTrue(cursor.next());
                assertEquals(direction == Direction.FORWARD ? "f" : "b", text(Keys.copy(cursor.key())));
                assertFalse(cursor.next());
            }
        }
    }

    /** An engine that keeps only so many states back must not let go of one that is in use. */
    @Test
    default void R15_a_snapshot_outlasts_many_writes(Fixture fixture) {
        Engine engine = fixture.open();
        Contents before = Contents.numbered("k", 0, 100, "old");
        engine.write(before.asBatch(), Durability.RELAXED);
        try (Snapshot snapshot = engine.snapshot();
                Cursor cursor = engine.cursor(KeyRange.all(), Direction.BACKWARD, Access.SCAN)) {
            for (int i = 0; i < 1_100; i++) {
                engine.write(new Batch().put(Contents.key("k", i % 150), bytes("new " + i)), Durability.RELAXED);
            }
            Expect.holds(before, snapshot);
            assertNull(snapshot.get(Contents.key("k", 120)));
            assertEquals(before, Contents.rest(cursor));
        }
    }

    @Test
    default void R15_a_snapshot_taken_while_a_replacement_is_open_does_not_see_it(Fixture fixture) {
        Engine engine = fixture.open();
        Contents before = Contents.of("a", "old", "b", "old");
        engine.write(before.asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            Contents.of("a", "new", "a1", "new").addTo(replacement.excise(KeyRange.all()));
            try (Snapshot snapshot = engine.snapshot();
                    Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT)) {
                replacement.commit();
                Expect.holds(before, snapshot);
                assertNull(snapshot.get(bytes("a1")));
                assertEquals(before, Contents.rest(cursor));
            }
        }
    }

    @Test
    default void R15_closing_a_snapshot_leaves_all_other_views_as_they_are(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = Contents.of("a", "1", "b", "2", "c", "3");
        engine.write(contents.asBatch(), Durability.RELAXED);
        Snapshot first = engine.snapshot();
        Snapshot second = engine.snapshot();
        try (Cursor own = first.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
                Cursor ofSecond = second.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
                Cursor ofEngine = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(KeyRange.all())) {
            assertTrue(own.next() && ofSecond.next() && ofEngine.next());
            first.close();
            Expect.closed(own::next);
            Expect.closed(() -> own.seek(bytes("a")));
            Expect.closed(own::key);
            Expect.closed(own::value);
            assertEquals("a", text(Keys.copy(ofSecond.key())));
            assertEquals(2, run.addAll(ofEngine, Long.MAX_VALUE));
            assertEquals(2, Contents.rest(ofSecond).size());
            Expect.holds(contents, second);
        }
        second.close();
        Expect.holds(contents, engine);
    }
}
