package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replacement does: rules R32 and R33. Atomicity under readers and kills stands elsewhere. */
interface ReplacingRules {
    @Test
    default void R32_a_commit_is_there_after_reopening(Fixture fixture) {
        Engine engine = fixture.open();
        Contents expected = new Contents();
        for (int round = 0; round < 5; round++) {
            Contents run = Contents.numbered("k", round * 100, round * 100 + 300, "round " + round);
            try (Replacement replacement = engine.begin()) {
                run.addTo(replacement.excise(range("k", "l")));
                replacement.commit();
            }
            expected.replace(range("k", "l"), run);
            engine = fixture.reopen(engine);
            Expect.holds(expected, engine);
        }
    }

    @Test
    default void R33_an_excised_range_holds_exactly_its_run_and_all_else_is_untouched(Fixture fixture) {
        Engine engine = fixture.open();
        Contents state = Contents.numbered("k", 0, 3_000, "old").put("", "x").put("z", "x");
        engine.write(state.asBatch(), Durability.RELAXED);
        for (KeyRange range : List.of(
                range("k001000", "k002000"),
                range("k000999\0", "k001500x"),
                range("", "k000010"),
                range("k002990", ""),
                range("k0015", "k0016"))) {
            Contents run = new Contents();
            for (int i = 5; i < 3_000; i += 10) {
                run.put(Contents.key("k", i), bytes("in " + range));
                run.put("k" + i, "extra");
            }
            try (Replacement replacement = engine.begin()) {
                run.in(range).addTo(replacement.excise(range));
                ReplaceResult result = replacement.commit();
                assertEquals(run.in(range).size(), result.records());
            }
            Expect.holds(state.replace(range, run), engine);
        }
        Expect.holds(state, fixture.reopen(engine));
    }

    @Test
    default void R33_a_run_without_entries_empties_an_excised_range_and_leaves_an_overlaid_one(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "1", "b", "2", "c", "3", "d", "4").asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            replacement.excise(range("b", "c")).finish();
            replacement.overlay(range("c", "d")).finish();
            replacement.excise(range("d", "")).finish();
            assertEquals(0, replacement.commit().records());
        }
        Expect.holds(Contents.of("a", "1", "c", "3"), engine);
    }

    @Test
    default void R33_an_overlay_applies_its_puts_and_deletes(Fixture fixture) {
        Engine engine = fixture.open();
        Contents state = Contents.numbered("k", 0, 2_000, "old");
        engine.write(state.asBatch(), Durability.RELAXED);
        for (int round = 1; round <= 3; round++) {
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.overlay(range("k000500", "k001500"))) {
                for (int i = 500; i < 1_500; i += round) {
                    if (i % 3 == 0) {
                        run.delete(ByteBuffer.wrap(Contents.key("k", i)));
                        state.delete(Contents.key("k", i));
                    } else {
                        run.add(ByteBuffer.wrap(Contents.key("k", i)), buffer("round " + round));
                        state.put(Contents.key("k", i), bytes("round " + round));
                    }
                }
                run.finish();
                replacement.commit();
            }
            Expect.holds(state, engine);
        }
        Expect.holds(state, fixture.reopen(engine));
    }

    @Test
    default void R33_one_replacement_does_all_three_to_adjacent_ranges(Fixture fixture) {
        Engine engine = fixture.open();
        Contents state = Contents.numbered("k", 0, 1_000, "old");
        engine.write(state.asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            replacement.empty(range("k000700", "k000800"));
            Contents.numbered("k", 200, 300, "excised").addTo(replacement.excise(range("k000200", "k000400")));
            Contents.numbered("k", 450, 550, "overlaid").addTo(replacement.overlay(range("k000400", "k000700")));
            Contents.numbered("k", 900, 910, "excised").addTo(replacement.excise(range("k000800", "")));
            replacement.empty(range("", "k000100"));
            assertEquals(210, replacement.commit().records());
        }
        state.replace(range("k000200", "k000400"), Contents.numbered("k", 200, 300, "excised"));
        state.putAll(Contents.numbered("k", 450, 550, "overlaid"));
        state.deleteRange(range("k000700", "k000800")).deleteRange(range("", "k000100"));
        state.replace(range("k000800", ""), Contents.numbered("k", 900, 910, "excised"));
        Expect.holds(state, engine);
        Expect.holds(state, fixture.reopen(engine));
    }

    @Test
    default void R33_ranges_are_replaced_as_they_stand_at_commit(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a1", "old", "b1", "old", "c1", "old").asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            Contents.of("a2", "run").addTo(replacement.excise(range("a", "b")));
            Contents.of("b2", "run", "b3", "run").addTo(replacement.overlay(range("b", "c")));
            replacement.empty(range("c", "d"));
            engine.write(
                    Contents.of("a2", "late", "a3", "late", "b2", "late", "b4", "late", "c2", "late", "d", "late")
                            .asBatch(),
                    Durability.RELAXED);
            engine.write(new Batch().delete(bytes("b1")), Durability.SYNC);
            replacement.commit();
        }
        Expect.holds(Contents.of("a2", "run", "b2", "run", "b3", "run", "b4", "late", "d", "late"), engine);
    }

    @Test
    default void R33_writes_after_a_commit_lie_over_it(Fixture fixture) {
        Engine engine = fixture.open();
        Contents state = new Contents();
        for (int round = 0; round < 6; round++) {
            Contents run = Contents.numbered("k", 0, 200, "run " + round);
            try (Replacement replacement = engine.begin()) {
                run.addTo(replacement.excise(range("k", "l")));
                replacement.commit();
            }
            Contents later = Contents.numbered("k", round * 20, round * 20 + 40, "later " + round);
            engine.write(later.asBatch().delete(Contents.key("k", 199)), Durability.RELAXED);
            state.replace(range("k", "l"), run).putAll(later).delete(Contents.key("k", 199));
            Expect.holds(state, engine);
        }
        Expect.holds(state, fixture.reopen(engine));
    }

    @Test
    default void R33_many_replaces_of_one_range_leave_the_last(Fixture fixture) {
        Engine engine = fixture.open();
        Contents neighbours = Contents.of("j", "left", "l", "right");
        engine.write(neighbours.asBatch(), Durability.RELAXED);
        Contents state = neighbours;
        for (int round = 0; round < 30; round++) {
            Contents run = Contents.numbered("k", round * 7, round * 7 + 100, "round " + round);
            try (Replacement replacement = engine.begin()) {
                if (round % 5 == 4) {
                    replacement.empty(range("k", "l"));
                } else {
                    run.addTo(replacement.excise(range("k", "l")));
                }
                replacement.commit();
            }
            state = neighbours.copy().putAll(round % 5 == 4 ? new Contents() : run);
            Expect.holds(state, engine, range("j", ""));
        }
        Expect.holds(state, fixture.reopen(engine));
    }
}
