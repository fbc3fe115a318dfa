package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static io.inlay.engine.tck.Contents.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.model.ModelProvider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link RunWriter#addAll} does: in rules R33 and R34. */
interface AddAllRules {
    @Test
    default void R33_addAll_adds_what_next_yields_but_not_the_current_entry(Fixture fixture) {
        Engine engine = fixture.open();
        Contents source = Contents.numbered("s", 0, 1_000, "value");
        engine.write(source.asBatch(), Durability.RELAXED);
        try (Cursor cursor = engine.cursor(range("s", "t"), Direction.FORWARD, Access.SCAN);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range("s", "t"))) {
            assertTrue(cursor.seek(Contents.key("s", 9)));
            assertEquals(0, run.addAll(cursor, 0));
            long first = run.addAll(cursor, 10);
            assertTrue(first >= 10 && first <= 990, () -> "added " + first);
            assertEquals(990, first + run.addAll(cursor, Long.MAX_VALUE));
            assertEquals(0, run.addAll(cursor, 5));
            run.finish();
            assertEquals(990, replacement.commit().records());
        }
        Expect.holds(source.deleteRange(range("s", "s000010")), engine);
    }

    @Test
    default void R33_addAll_takes_cursors_of_any_engine(Fixture fixture) {
        Engine engine = fixture.open();
        Engine same = fixture.open(fixture.path("same"));
        Contents mine = Contents.numbered("a", 0, 3_000, "written");
        Contents replaced = Contents.numbered("b", 0, 3_000, "replaced");
        same.write(mine.asBatch(), Durability.RELAXED);
        try (Replacement replacement = same.begin()) {
            replaced.addTo(replacement.excise(range("b", "c")));
            replacement.commit();
        }
        Contents foreign = Contents.numbered("c", 0, 3_000, "foreign");
        try (Engine model = new ModelProvider().open(fixture.path("model"), Map.of());
                Replacement replacement = engine.begin()) {
            model.write(foreign.asBatch(), Durability.RELAXED);
            try (Snapshot snapshot = same.snapshot()) {
                same.write(new Batch().deleteRange(KeyRange.all()), Durability.RELAXED);
                addAll(replacement, "a", snapshot.cursor(range("a", "b"), Direction.FORWARD, Access.SCAN));
                addAll(replacement, "b", snapshot.cursor(range("b", "c"), Direction.FORWARD, Access.SCAN));
                addAll(replacement, "c", model.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN));
            }
            same.close();
            assertEquals(9_000, replacement.commit().records());
        }
        Contents expected = mine.putAll(replaced).putAll(foreign);
        Expect.holds(expected, engine);
        Expect.holds(expected, fixture.reopen(engine));
    }

    /** Adds all 3000 entries of a cursor to the excised range of a prefix and closes the cursor. */
    private static void addAll(Replacement replacement, String prefix, Cursor cursor) {
        try (cursor;
                RunWriter run = replacement.excise(KeyRange.prefix(bytes(prefix)))) {
            assertEquals(3_000, run.addAll(cursor, Long.MAX_VALUE));
            run.finish();
        }
    }

    @Test
    default void R33_addAll_and_add_can_take_turns(Fixture fixture) {
        Engine engine = fixture.open();
        Engine source = fixture.open(fixture.path("source"));
        Contents entries = Contents.numbered("k", 0, 2_000, "copied");
        String between;
        try (Replacement replacement = source.begin()) {
            entries.addTo(replacement.excise(KeyRange.all()));
            replacement.commit();
        }
        try (Cursor cursor = source.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(KeyRange.all())) {
            run.add(buffer("a"), buffer("added"));
            run.delete(buffer("b"));
            int first = (int) run.addAll(cursor, 700);
            between = text(Contents.key("k", first - 1)) + "x";
            run.add(buffer(between), buffer("added"));
            assertEquals(2_000 - first, run.addAll(cursor, 5_000));
            run.add(buffer("z"), buffer("added"));
            run.finish();
            replacement.commit();
        }
        Expect.holds(entries.put("a", "added").put(between, "added").put("z", "added"), engine);
    }

    @Test
    default void R34_addAll_checks_as_add_does(Fixture fixture) {
        Engine engine = fixture.open();
        Engine source = fixture.open(fixture.path("source"));
        Contents entries = Contents.of("a", "1", "b", "2", "c", "3");
        engine.write(entries.asBatch(), Durability.RELAXED);
        try (Replacement replacement = source.begin()) {
            entries.addTo(replacement.excise(KeyRange.all()));
            replacement.commit();
        }
        for (Engine from : List.of(engine, source)) {
            for (KeyRange narrow : List.of(range("a", "c"), range("b", ""), range("x", "y"))) {
                refuses(engine, from, narrow, null);
            }
            refuses(engine, from, KeyRange.all(), "b");
        }
        try (Cursor backward = source.cursor(KeyRange.all(), Direction.BACKWARD, Access.SCAN);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            Expect.invalid(() -> run.addAll(backward, 1));
            Expect.spoiled(replacement, run);
        }
        Expect.holds(entries, engine);
    }

    /** A run over a range, perhaps with a key in it, refuses all of a source; at the commit at the latest. */
    private static void refuses(Engine engine, Engine from, KeyRange range, @Nullable String first) {
        try (Cursor cursor = from.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range)) {
            if (first != null) {
                run.add(buffer(first), buffer("v"));
            }
            Expect.invalid(() -> {
                run.addAll(cursor, Long.MAX_VALUE);
                run.finish();
                replacement.commit();
            });
            Expect.spoiled(replacement, run);
        }
    }

    @Test
    default void R34_a_cursor_that_fails_passes_its_failure_unchanged(Fixture fixture) {
        Engine engine = fixture.open();
        Contents before = Contents.of("a", "1");
        engine.write(before.asBatch(), Durability.RELAXED);
        IllegalStateException own = new IllegalStateException("the source failed");
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            Cursor failing = new FailingCursor(100, own);
            assertSame(own, assertThrows(IllegalStateException.class, () -> run.addAll(failing, Long.MAX_VALUE)));
            Expect.spoiled(replacement, run);
        }
        Engine source = fixture.open(fixture.path("source"));
        source.write(Contents.numbered("k", 0, 2_000, "v").asBatch(), Durability.RELAXED);
        try (Cursor cursor = source.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            assertTrue(run.addAll(cursor, 10) >= 10);
            source.close();
            Expect.closed(() -> {
                run.addAll(cursor, Long.MAX_VALUE);
                run.finish();
                replacement.commit();
            });
            Expect.spoiled(replacement, run);
        }
        Expect.holds(before, engine);
    }
}
