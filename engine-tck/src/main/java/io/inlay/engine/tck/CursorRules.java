package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static io.inlay.engine.tck.Contents.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import io.inlay.engine.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a cursor moves and what it lends: rules R12 to R14. */
interface CursorRules {
    private static Engine filled(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("b", "1", "d", "2", "f", "3", "h", "4").asBatch(), Durability.RELAXED);
        return engine;
    }

    private static String at(Cursor cursor) {
        return text(Keys.copy(cursor.key())) + text(Keys.copy(cursor.value()));
    }

    private static String step(Cursor cursor) {
        return cursor.next() ? at(cursor) : "end";
    }

    private static String seek(Cursor cursor, String key) {
        return cursor.seek(bytes(key)) ? at(cursor) : "end";
    }

    @Test
    default void R12_a_new_cursor_stands_before_its_first_entry(Fixture fixture) {
        Engine engine = filled(fixture);
        for (Direction direction : Direction.values()) {
            try (Cursor cursor = engine.cursor(range("c", "h"), direction, Access.POINT)) {
                assertSame(direction, cursor.direction());
                Expect.invalid(cursor::key);
                Expect.invalid(cursor::value);
                boolean forward = direction == Direction.FORWARD;
                assertEquals(forward ? "d2" : "f3", step(cursor));
                assertEquals(forward ? "f3" : "d2", step(cursor));
                assertEquals("end", step(cursor));
            }
        }
    }

    @Test
    default void R12_after_its_end_a_cursor_stays_there_until_a_seek(Fixture fixture) {
        Engine engine = filled(fixture);
        try (Snapshot snapshot = engine.snapshot()) {
            for (Direction direction : Direction.values()) {
                try (Cursor cursor = snapshot.cursor(range("c", "h"), direction, Access.SCAN)) {
                    assertEquals(2, Contents.rest(cursor).size());
                    for (int i = 0; i < 5; i++) {
                        assertFalse(cursor.next());
                        Expect.invalid(cursor::key);
                        Expect.invalid(cursor::value);
                    }
                    assertEquals("d2", seek(cursor, "d"));
                    assertEquals(direction == Direction.FORWARD ? "f3" : "end", step(cursor));
                    boolean past = cursor.seek(bytes(direction == Direction.FORWARD ? "g" : "c"));
                    assertFalse(past);
                    assertFalse(cursor.next());
                    assertFalse(cursor.next());
                }
            }
        }
    }

    @Test
    default void R12_a_failure_throws_at_every_later_call_and_never_looks_like_the_end(Fixture fixture) {
        Engine engine = filled(fixture);
        Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
        assertTrue(cursor.next());
        engine.close();
        for (int i = 0; i < 3; i++) {
            Expect.closed(cursor::next);
            Expect.closed(() -> cursor.seek(bytes("b")));
            Expect.closed(cursor::key);
            Expect.closed(cursor::value);
        }
        cursor.close();
        Expect.closed(cursor::next);
    }

    @Test
    default void R13_lent_buffers_are_read_only_big_endian_and_set_anew_by_each_call(Fixture fixture) {
        Engine engine = filled(fixture);
        try (Snapshot snapshot = engine.snapshot()) {
            for (Reader reader : List.of(engine, snapshot)) {
                for (Direction direction : Direction.values()) {
                    for (Access access : Access.values()) {
                        try (Cursor cursor = reader.cursor(KeyRange.all(), direction, access)) {
                            while (cursor.next()) {
                                lendsAsItShould(cursor);
                            }
                            assertTrue(cursor.seek(bytes("d")));
                            lendsAsItShould(cursor);
                        }
                    }
                }
            }
        }
    }

    /** What a cursor lends of an entry with one byte of key and one of value. */
    private static void lendsAsItShould(Cursor cursor) {
        byte[] key = Keys.copy(cursor.key());
        for (ByteBuffer lent : List.of(cursor.key(), cursor.value())) {
            assertTrue(lent.isReadOnly());
            assertFalse(lent.hasArray());
            assertEquals(ByteOrder.BIG_ENDIAN, lent.order());
            assertEquals(1, lent.remaining());
            assertThrows(ReadOnlyBufferException.class, () -> lent.put(lent.position(), (byte) 0));
        }
        cursor.key().get();
        cursor.value().order(ByteOrder.LITTLE_ENDIAN).position(cursor.value().limit());
        assertEquals(text(key), text(Keys.copy(cursor.key())));
        assertEquals(1, cursor.value().remaining());
        assertEquals(ByteOrder.BIG_ENDIAN, cursor.value().order());
    }

    @Test
    default void R13_key_and_value_can_be_read_side_by_side(Fixture fixture) {
        Engine engine = fixture.open();
        byte[] large = new byte[Math.min(100_000, engine.limits().maxValueBytes())];
        Contents contents = Contents.numbered("key", 0, 3_000, "value").put(bytes("key1"), large);
        engine.write(contents.asBatch(), Durability.RELAXED);
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.BACKWARD, Access.SCAN)) {
            Contents seen = new Contents();
            while (cursor.next()) {
                ByteBuffer value = cursor.value();
                ByteBuffer key = cursor.key();
                seen.put(Keys.copy(key), Keys.copy(value));
            }
            assertEquals(contents, seen);
        }
    }

    @Test
    default void R14_seek_stands_on_the_first_entry_at_or_after_the_key(Fixture fixture) {
        Engine engine = filled(fixture);
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT)) {
            assertEquals("d2", seek(cursor, "d"));
            assertEquals("f3", step(cursor));
            assertEquals("d2", seek(cursor, "c"));
            assertEquals("f3", seek(cursor, "d\0"));
            assertEquals("b1", seek(cursor, ""));
            assertEquals("d2", step(cursor));
            assertEquals("h4", seek(cursor, "h"));
            assertEquals("end", step(cursor));
            assertEquals("end", seek(cursor, "i"));
            assertEquals("b1", seek(cursor, "b"));
        }
    }

    @Test
    default void R14_a_backward_seek_stands_on_the_last_entry_at_or_before_the_key(Fixture fixture) {
        Engine engine = filled(fixture);
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.BACKWARD, Access.POINT)) {
            assertEquals("d2", seek(cursor, "d"));
            assertEquals("b1", step(cursor));
            assertEquals("end", step(cursor));
            assertEquals("d2", seek(cursor, "e"));
            assertEquals("d2", seek(cursor, "d\0"));
            assertEquals("b1", seek(cursor, "c\u00ff"));
            assertEquals("h4", seek(cursor, "\u00ff\u00ff"));
            assertEquals("f3", step(cursor));
            assertEquals("end", seek(cursor, "a"));
            assertEquals("end", step(cursor));
            assertEquals("b1", seek(cursor, "b"));
        }
    }

    @Test
    default void R14_seek_is_clamped_to_the_range(Fixture fixture) {
        Engine engine = filled(fixture);
        engine.write(new Batch().put(bytes(""), bytes("0")), Durability.RELAXED);
        clampsSeeks(engine);
        engine.close();
        clampsSeeks(fixture.openReadOnly());
    }

    /** Seeks within, below and above a range. */
    private static void clampsSeeks(Engine engine) {
        KeyRange range = range("c", "h");
        try (Cursor cursor = engine.cursor(range, Direction.FORWARD, Access.POINT)) {
            assertEquals("d2", seek(cursor, ""));
            assertEquals("d2", seek(cursor, "b"));
            assertEquals("f3", step(cursor));
            assertEquals("end", step(cursor));
            assertEquals("end", seek(cursor, "g"));
            assertEquals("end", seek(cursor, "h"));
            assertEquals("end", seek(cursor, "x"));
            assertEquals("d2", seek(cursor, "c"));
        }
        try (Cursor cursor = engine.cursor(range, Direction.BACKWARD, Access.POINT)) {
            assertEquals("f3", seek(cursor, "x"));
            assertEquals("f3", seek(cursor, "h"));
            assertEquals("d2", step(cursor));
            assertEquals("end", step(cursor));
            assertEquals("end", seek(cursor, "c"));
            assertEquals("end", seek(cursor, "b"));
            assertEquals("end", seek(cursor, ""));
            assertEquals("f3", seek(cursor, "g"));
        }
    }

    @Test
    default void R14_seeks_over_many_entries_agree_with_the_order(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = new Contents();
        for (int i = 0; i < 10_000; i += 2) {
            contents.put(Contents.key("k", i), bytes(String.valueOf(i)));
        }
        engine.write(contents.asBatch(), Durability.RELAXED);
        KeyRange range = range("k000100", "k009000");
        try (Cursor up = engine.cursor(range, Direction.FORWARD, Access.POINT);
                Cursor down = engine.cursor(range, Direction.BACKWARD, Access.POINT)) {
            for (int i = 0; i < 10_000; i += 37) {
                int ceiling = Math.max(i + i % 2, 100);
                assertEquals(ceiling < 9_000 ? entry(ceiling) : "end", seek(up, text(Contents.key("k", i))));
                assertEquals(ceiling + 2 < 9_000 ? entry(ceiling + 2) : "end", step(up));
                int floor = Math.min(i - i % 2, 8_998);
                assertEquals(floor >= 100 ? entry(floor) : "end", seek(down, text(Contents.key("k", i))));
                assertEquals(floor - 2 >= 100 ? entry(floor - 2) : "end", step(down));
            }
        }
    }

    private static String entry(int number) {
        return text(Contents.key("k", number)) + number;
    }
}
