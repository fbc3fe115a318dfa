package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ranges are: rule R04. */
interface RangeRules {
    @Test
    default void R04_a_range_is_half_open(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = Contents.of("a", "1", "b", "2", "b\0", "3", "c", "4", "d", "5");
        engine.write(contents.asBatch(), Durability.RELAXED);
        assertEquals(Contents.of("b", "2", "b\0", "3"), Contents.of(engine, range("b", "c")));
        assertEquals(Contents.of("c", "4", "d", "5"), Contents.of(engine, range("c", "")));
        assertEquals(Contents.of("b", "2"), Contents.of(engine, KeyRange.single(bytes("b"))));
        for (KeyRange range : List.of(range("", "a"), range("a\0", "c\0"), range("b", "c"), range("d", ""))) {
            Expect.holds(contents, engine, range);
        }
        engine.write(new Batch().deleteRange(range("b", "c")), Durability.RELAXED);
        Expect.holds(Contents.of("a", "1", "c", "4", "d", "5"), engine);
    }

    @Test
    default void R04_a_range_is_immutable_and_its_bounds_ascend(Fixture fixture) {
        byte[] from = bytes("b");
        byte[] until = bytes("d");
        KeyRange range = KeyRange.of(from, until);
        from[0] = 'z';
        until[0] = 'z';
        range.from()[0] = 'z';
        assertEquals(range("b", "d"), range);
        Expect.invalid(() -> range("d", "b"));
        Engine engine = fixture.open();
        Contents contents = Contents.of("a", "1", "b", "2", "c", "3", "d", "4");
        engine.write(contents.asBatch(), Durability.RELAXED);
        Expect.holds(contents, engine, range);
    }

    @Test
    default void R04_an_empty_range_is_legal_and_yields_nothing(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = Contents.of("a", "1", "b", "2");
        engine.write(contents.asBatch(), Durability.RELAXED);
        KeyRange empty = range("b", "b");
        for (Direction direction : Direction.values()) {
            try (Cursor cursor = engine.cursor(empty, direction, Access.POINT)) {
                assertFalse(cursor.next());
                assertFalse(cursor.seek(bytes("b")));
                assertFalse(cursor.seek(bytes("a")));
                assertFalse(cursor.next());
            }
        }
        engine.write(new Batch().deleteRange(empty), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            replacement.empty(empty);
            replacement.excise(range("a", "a")).finish();
            RunWriter run = replacement.overlay(KeyRange.of(new byte[0], new byte[0]));
            run.finish();
            replacement.commit();
        }
        Expect.holds(contents, engine);
    }
}
