package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many ranges in one replacement, replacements beside each other, runs of several parts: rules R33, R34 and R39. */
interface ManyRangesRules {
    @Test
    default void R33_a_replacement_may_have_many_ranges(Fixture fixture) {
        Engine engine = fixture.open();
        Contents state = Contents.numbered("k", 0, 1_000, "old");
        engine.write(state.asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            for (int i = 99; i >= 0; i--) {
                KeyRange range = KeyRange.of(Contents.key("k", i * 10), Contents.key("k", i * 10 + 8));
                Contents run = Contents.numbered("k", i * 10 + 2, i * 10 + 5, "new " + i);
                switch (i % 3) {
                    case 0 -> replacement.empty(range);
                    case 1 -> run.addTo(replacement.excise(range));
                    default -> run.addTo(replacement.overlay(range));
                }
                if (i % 3 < 2) {
                    state.deleteRange(range);
                }
                state.putAll(i % 3 == 0 ? new Contents() : run);
            }
            assertEquals(66 * 3, replacement.commit().records());
        }
        Expect.holds(state, engine);
        Expect.holds(state, fixture.reopen(engine));
    }

    @Test
    default void R33_replacements_open_at_once_take_effect_in_the_order_of_their_commits(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "old", "c", "old").asBatch(), Durability.RELAXED);
        try (Replacement first = engine.begin();
                Replacement abandoned = engine.begin();
                Replacement second = engine.begin()) {
            Contents.of("a", "first", "b", "first").addTo(first.excise(range("a", "c")));
            Contents.of("a", "abandoned").addTo(abandoned.excise(range("a", "d")));
            Contents.of("b", "second", "c", "second").addTo(second.excise(range("b", "d")));
            second.commit();
            abandoned.close();
            Expect.holds(Contents.of("a", "old", "b", "second", "c", "second"), engine);
            first.commit();
        }
        Expect.holds(Contents.of("a", "first", "b", "first", "c", "second"), engine);
        Expect.holds(Contents.of("a", "first", "b", "first", "c", "second"), fixture.reopen(engine));
    }

    /** Whether the entries are copied at once or read within the commit. */
    @Test
    default void R33_addAll_of_the_engine_itself_adds_what_the_cursor_saw(Fixture fixture) {
        Engine engine = fixture.open();
        Contents source = Contents.numbered("s", 0, 500, "seen");
        engine.write(source.asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range("s", "t"))) {
            try (Cursor cursor = engine.cursor(range("s", "t"), Direction.FORWARD, Access.SCAN)) {
                engine.write(new Batch().put(bytes("s1"), bytes("unseen")), Durability.RELAXED);
                assertEquals(500, run.addAll(cursor, Long.MAX_VALUE));
            }
            run.finish();
            engine.write(Contents.of("s2", "late").asBatch().delete(Contents.key("s", 3)), Durability.RELAXED);
            replacement.commit();
        }
        Expect.holds(source, engine);
        Expect.holds(source, fixture.reopen(engine));
    }

    @Test
    default void R34_a_range_is_compared_with_every_one_before_it(Fixture fixture) {
        Engine engine = fixture.open();
        for (boolean emptied : new boolean[] {true, false}) {
            for (KeyRange again : List.of(range("b", "c"), range("b1", "b2"), range("g", "h"), range("a", ""))) {
                try (Replacement replacement = engine.begin()) {
                    for (KeyRange range : List.of(range("b", "c"), range("g", "h"), range("d", "e"))) {
                        if (emptied) {
                            replacement.empty(range);
                        } else {
                            replacement.overlay(range).finish();
                        }
                    }
                    Expect.invalid(() -> {
                        if (emptied) {
                            replacement.overlay(again);
                        } else {
                            replacement.empty(again);
                        }
                    });
                    Expect.invalid(replacement::commit);
                }
            }
        }
    }

    @Test
    default void R34_keys_ascend_across_the_parts_of_a_run(Fixture fixture) {
        Engine engine = fixture.open();
        Contents entries = Contents.of("b", "1", "d", "2");
        engine.write(entries.asBatch(), Durability.RELAXED);
        for (int how = 0; how < 3; how++) {
            int second = how;
            try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
                    Cursor again = engine.cursor(range("d", ""), Direction.FORWARD, Access.SCAN);
                    Replacement replacement = engine.begin();
                    RunWriter run = replacement.overlay(KeyRange.all())) {
                assertEquals(2, run.addAll(cursor, Long.MAX_VALUE));
                Expect.invalid(() -> {
                    switch (second) {
                        case 0 -> run.add(buffer("c"), buffer("v"));
                        case 1 -> run.delete(buffer("d"));
                        default -> run.addAll(again, Long.MAX_VALUE);
                    }
                    run.finish();
                    replacement.commit();
                });
                Expect.invalid(replacement::commit);
            }
        }
        Expect.holds(entries, engine);
    }

    @Test
    default void R39_the_result_counts_deletes_and_copies_no_more_than_it_was_given(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.numbered("k", 0, 3_000, "value").asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(range("k", "l"))) {
            for (int i = 0; i < 3_000; i++) {
                if (i % 3 == 0) {
                    run.delete(ByteBuffer.wrap(Contents.key("k", i)));
                } else {
                    run.add(ByteBuffer.wrap(Contents.key("k", i)), buffer("other"));
                }
            }
            run.finish();
            ReplaceResult result = replacement.commit();
            assertEquals(3_000, result.records());
            assertTrue(result.bytesCopied() <= run.bytes(), () -> result + " of " + run.bytes() + " bytes");
        }
    }
}
