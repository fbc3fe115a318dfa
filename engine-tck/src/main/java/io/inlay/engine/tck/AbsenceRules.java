package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import org.junit.jupiter.api.Test;

/** What was removed, or is not there yet, is absent for gets as it is for cursors: rules R20, R21, R30 and R33. */
interface AbsenceRules {
    private static void absent(Reader reader, String... keys) {
        for (String key : keys) {
            assertNull(reader.get(bytes(key)), () -> "get " + key);
        }
    }

    @Test
    default void R20_what_a_batch_deletes_is_gone_for_gets_too(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = Contents.of("", "1", "a", "2", "b", "3", "c", "4", "d", "5");
        engine.write(contents.asBatch(), Durability.RELAXED);
        engine.write(new Batch().deleteRange(range("", "b")).delete(bytes("c")), Durability.RELAXED);
        for (int look = 0; look < 2; look++) {
            Expect.holds(Contents.of("b", "3", "d", "5"), engine);
            absent(engine, "", "a", "c");
            engine = fixture.reopen(engine);
        }
        engine.write(contents.asBatch().deleteRange(KeyRange.all()), Durability.RELAXED);
        Expect.holds(new Contents(), engine);
        absent(engine, "", "a", "b", "c", "d");
    }

    @Test
    default void R21_a_close_keeps_every_delete_of_either_kind(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = Contents.numbered("k", 0, 300, "v");
        for (Durability durability : Durability.values()) {
            engine.write(contents.asBatch(), Durability.SYNC);
            engine.write(new Batch().delete(Contents.key("k", 7)), durability);
            engine.write(new Batch().deleteRange(range("k000100", "k000200")), durability);
            engine = fixture.reopen(engine);
            Expect.holds(contents.copy().delete(Contents.key("k", 7)).deleteRange(range("k000100", "k000200")), engine);
            absent(engine, "k000007", "k000100", "k000199");
        }
    }

    @Test
    default void R30_a_get_finds_nothing_that_is_only_staged(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("c", "1").asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin();
                Snapshot snapshot = engine.snapshot()) {
            Contents.of("a", "new", "a1", "new").addTo(replacement.excise(range("a", "b")));
            Contents.of("b", "new").addTo(replacement.overlay(range("b", "c")));
            absent(engine, "a", "a1", "b");
            absent(snapshot, "a", "a1", "b");
        }
        absent(engine, "a", "a1", "b");
        Expect.holds(Contents.of("c", "1"), engine);
    }

    @Test
    default void R33_what_a_replacement_removes_is_gone_for_gets_too(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(
                Contents.of("", "0", "a", "1", "b", "2", "c", "3", "c1", "4", "d", "5")
                        .asBatch(),
                Durability.RELAXED);
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(range("c", "d"))) {
            replacement.empty(range("", "b"));
            Contents.of("b1", "new").addTo(replacement.excise(range("b", "c")));
            run.delete(buffer("c"));
            run.finish();
            replacement.commit();
        }
        for (int look = 0; look < 2; look++) {
            Expect.holds(Contents.of("b1", "new", "c1", "4", "d", "5"), engine);
            absent(engine, "", "a", "b", "c");
            engine = fixture.reopen(engine);
        }
    }
}
