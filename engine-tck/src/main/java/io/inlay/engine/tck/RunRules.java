package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run takes: rule R34. */
interface RunRules {
    @Test
    default void R34_overlapping_ranges_are_INVALID_naming_both(Fixture fixture) {
        Engine engine = fixture.open();
        Contents before = Contents.of("b", "1");
        engine.write(before.asBatch(), Durability.RELAXED);
        for (KeyRange other :
                List.of(range("b", "d"), range("a", "b\0"), range("c\u00ff", ""), range("bb", "bc"), range("a", ""))) {
            for (int how = 0; how < 3; how++) {
                try (Replacement replacement = engine.begin()) {
                    Contents.of("b", "new").addTo(replacement.excise(range("b", "d")));
                    int mode = how;
                    EngineException failure = Expect.invalid(() -> {
                        switch (mode) {
                            case 0 -> replacement.excise(other);
                            case 1 -> replacement.overlay(other);
                            default -> replacement.empty(other);
                        }
                    });
                    Expect.says(failure, range("b", "d").toString(), other.toString());
                    Expect.invalid(replacement::commit);
                }
            }
        }
        Expect.holds(before, engine);
    }

    @Test
    default void R34_adjacent_ranges_are_legal(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "0", "b", "0", "c", "0", "d", "0").asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            Contents.of("b", "1").addTo(replacement.excise(range("b", "c")));
            Contents.of("c", "1").addTo(replacement.overlay(range("c", "d")));
            replacement.empty(range("a", "b"));
            replacement.empty(range("d", ""));
            replacement.commit();
        }
        Expect.holds(Contents.of("b", "1", "c", "1"), engine);
    }

    @Test
    default void R34_keys_of_a_run_ascend_strictly_else_INVALID_naming_the_key(Fixture fixture) {
        Engine engine = fixture.open();
        for (String second : List.of("m", "l", "", "m\0", "\u00ff")) {
            boolean legal = second.compareTo("m") > 0;
            for (int how = 0; how < 3; how++) {
                try (Replacement replacement = engine.begin();
                        RunWriter run = replacement.overlay(KeyRange.all())) {
                    if (how == 2) {
                        run.delete(buffer("m"));
                    } else {
                        run.add(buffer("m"), buffer("v"));
                    }
                    int mode = how;
                    Runnable next = () -> {
                        if (mode == 1) {
                            run.delete(buffer(second));
                        } else {
                            run.add(buffer(second), buffer("v"));
                        }
                    };
                    if (legal) {
                        next.run();
                    } else {
                        Expect.says(Expect.invalid(next::run), Keys.printable(bytes(second)));
                        Expect.spoiled(replacement, run);
                    }
                }
            }
        }
        Expect.holds(new Contents(), engine);
    }

    @Test
    default void R34_keys_of_a_run_lie_in_its_range_else_INVALID_naming_the_key(Fixture fixture) {
        Engine engine = fixture.open();
        for (String key : List.of("a", "", "d", "d\0", "\u00ff\u00ff")) {
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.excise(range("b", "d"))) {
                Expect.says(Expect.invalid(() -> run.add(buffer(key), buffer("v"))), Keys.printable(bytes(key)));
                Expect.spoiled(replacement, run);
            }
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.overlay(range("b", "d"))) {
                run.add(buffer("b"), buffer("v"));
                Expect.says(Expect.invalid(() -> run.delete(buffer(key))), Keys.printable(bytes(key)));
                Expect.spoiled(replacement, run);
            }
        }
        Expect.holds(new Contents(), engine);
    }

    @Test
    default void R34_only_an_overlay_run_takes_deletes(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("b", "1").asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range("b", "d"))) {
            Expect.invalid(() -> run.delete(buffer("b")));
            Expect.spoiled(replacement, run);
        }
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(range("b", "d"))) {
            run.delete(buffer("b-absent"));
            run.finish();
            Expect.invalid(() -> run.add(buffer("c"), buffer("after finish")));
            Expect.spoiled(replacement, run);
        }
        Expect.holds(Contents.of("b", "1"), engine);
    }

    @Test
    default void R34_a_run_copies_what_it_is_given_and_moves_no_position(Fixture fixture) {
        Engine engine = fixture.open();
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            ByteBuffer key = ByteBuffer.allocateDirect(20);
            ByteBuffer value = ByteBuffer.allocate(20);
            for (int i = 0; i < 100; i++) {
                key.clear().position(3).put(Contents.key("k", i)).flip().position(3);
                value.clear().position(5).put(bytes("v" + i)).flip().position(5);
                run.add(key.asReadOnlyBuffer(), value);
                assertEquals(3, key.position());
                assertEquals(5, value.position());
                assertEquals(10, key.limit());
            }
            key.clear().put(new byte[20]);
            value.clear().put(new byte[20]);
            run.finish();
            replacement.commit();
        }
        Contents expected = new Contents();
        for (int i = 0; i < 100; i++) {
            expected.put(Contents.key("k", i), bytes("v" + i));
        }
        Expect.holds(expected, engine);
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(KeyRange.all())) {
            ByteBuffer key = ByteBuffer.allocate(20);
            for (int i = 0; i < 100; i += 2) {
                key.clear().put(Contents.key("k", i)).flip();
                run.delete(key);
                assertEquals(0, key.position());
                expected.delete(Contents.key("k", i));
            }
            key.clear().put(new byte[20]);
            run.finish();
            replacement.commit();
        }
        Expect.holds(expected, engine);
    }

    @Test
    default void R34_a_run_tells_the_bytes_it_took(Fixture fixture) {
        Engine engine = fixture.open();
        Engine source = fixture.open(fixture.path("source"));
        try (Replacement replacement = source.begin()) {
            Contents.numbered("k", 0, 1_000, "value").addTo(replacement.excise(KeyRange.all()));
            replacement.commit();
        }
        try (Cursor cursor = source.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(KeyRange.all())) {
            assertEquals(0, run.bytes());
            run.add(buffer("a"), buffer("12345"));
            assertEquals(6, run.bytes());
            run.delete(buffer("bcd"));
            assertEquals(9, run.bytes());
            assertEquals(1_000, run.addAll(cursor, Long.MAX_VALUE));
            assertEquals(9 + 1_000 * 12, run.bytes());
            run.finish();
            assertEquals(9 + 1_000 * 12, run.bytes());
            replacement.commit();
            assertEquals(9 + 1_000 * 12, run.bytes());
        }
    }
}
