package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.inlay.engine.Limits;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What keys and values are: rules R01 to R03. */
interface DataRules {
    @Test
    default void R01_keys_ascend_as_unsigned_bytes_and_before_their_extensions(Fixture fixture) {
        List<String> ascending = List.of(
                "", "00", "0000", "000001", "0001", "01", "0100", "61", "6100", "6161", "61ff", "62", "7f", "7fff",
                "80", "8000", "80ff", "fe", "ff", "ff00", "ffff", "ffffff");
        List<String> shuffled = new ArrayList<>(ascending);
        Collections.shuffle(shuffled, new Random(1));
        Batch batch = new Batch();
        shuffled.forEach(key -> batch.put(HexFormat.of().parseHex(key), bytes(key)));
        Engine engine = fixture.open();
        engine.write(batch, Durability.RELAXED);
        assertEquals(ascending, keys(engine, Direction.FORWARD));
        List<String> descending = new ArrayList<>(ascending);
        Collections.reverse(descending);
        assertEquals(descending, keys(engine, Direction.BACKWARD));
        assertEquals(ascending, keys(fixture.reopen(engine), Direction.FORWARD));
    }

    private static List<String> keys(Engine engine, Direction direction) {
        List<String> keys = new ArrayList<>();
        try (Cursor cursor = engine.cursor(KeyRange.all(), direction, Access.POINT)) {
            while (cursor.next()) {
                keys.add(HexFormat.of().formatHex(Keys.copy(cursor.key())));
            }
        }
        return keys;
    }

    @Test
    default void R01_keys_and_values_are_any_bytes(Fixture fixture) {
        Random random = new Random(2);
        Contents contents = new Contents();
        for (int i = 0; i < 2_000; i++) {
            byte[] key = new byte[random.nextInt(600)];
            byte[] value = new byte[random.nextInt(300)];
            random.nextBytes(key);
            random.nextBytes(value);
            contents.put(key, value);
        }
        Engine engine = fixture.open();
        engine.write(contents.asBatch(), Durability.RELAXED);
        Expect.holds(contents, engine);
        Expect.holds(contents, fixture.reopen(engine));
    }

    @Test
    default void R01_long_keys_with_one_long_prefix_keep_their_order(Fixture fixture) {
        String prefix = "p".repeat(498);
        Contents contents = new Contents();
        for (String middle : List.of("", "p", "pp", "ppp", "p".repeat(13), "p".repeat(14), "p".repeat(600))) {
            for (String end : List.of("", "\0", "a", "\u007f", "\u0080", "\u00ff")) {
                contents.put(prefix + middle + end, middle.length() + end);
            }
        }
        Engine engine = fixture.open();
        engine.write(contents.asBatch(), Durability.RELAXED);
        Expect.holds(contents, engine);
        for (byte[] key : contents.entries().keySet()) {
            KeyRange rest = KeyRange.of(key, null);
            assertEquals(contents.in(rest), Contents.of(engine, rest), () -> "from length " + key.length);
        }
    }

    @Test
    default void R02_an_empty_key_and_an_empty_value_are_an_entry(Fixture fixture) {
        Engine engine = fixture.open();
        assertNull(engine.get(bytes("")));
        Contents contents = Contents.of("", "value", "a", "", "b", "");
        engine.write(contents.asBatch(), Durability.RELAXED);
        Expect.holds(contents, engine);
        engine = fixture.reopen(engine);
        Expect.holds(contents, engine);
        engine.write(new Batch().put(bytes(""), bytes("")).delete(bytes("a")), Durability.RELAXED);
        Expect.holds(Contents.of("", "", "b", ""), engine);
        assertNull(engine.get(bytes("a")));
        engine.write(new Batch().delete(bytes("")), Durability.RELAXED);
        assertNull(engine.get(bytes("")));
    }

    @Test
    default void R02_a_run_holds_an_empty_key_and_an_empty_value(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("", "old", "a", "old").asBatch(), Durability.RELAXED);
        Contents contents = Contents.of("", "", "b", "");
        try (Replacement replacement = engine.begin()) {
            contents.addTo(replacement.excise(KeyRange.all()));
            replacement.commit();
        }
        Expect.holds(contents, engine);
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(KeyRange.all())) {
            run.delete(buffer(""));
            run.add(buffer("c"), buffer(""));
            run.finish();
            replacement.commit();
        }
        Expect.holds(Contents.of("b", "", "c", ""), engine);
    }

    @Test
    default void R03_limits_are_fixed_and_allow_long_keys(Fixture fixture) {
        Engine engine = fixture.open();
        Limits limits = engine.limits();
        int least = fixture.contract().leastKeyBytes();
        assertTrue(limits.maxKeyBytes() >= least, () -> "maxKeyBytes " + limits.maxKeyBytes() + ", not " + least);
        assertTrue(limits.maxValueBytes() > 0);
        assertTrue(limits.maxOpenViews() > 0);
        engine.write(Contents.of("a", "1").asBatch(), Durability.RELAXED);
        assertEquals(limits, engine.limits());
    }

    @Test
    default void R03_the_longest_key_and_a_long_value_are_accepted(Fixture fixture) {
        Engine engine = fixture.open();
        byte[] longest = filled(engine.limits().maxKeyBytes(), 'k');
        byte[] almost = Arrays.copyOf(longest, longest.length - 1);
        byte[] other = longest.clone();
        other[other.length - 1] = (byte) 0xff;
        byte[] value = filled(Math.min(engine.limits().maxValueBytes(), 16 << 20), 'v');
        Contents contents =
                new Contents().put(longest, bytes("1")).put(almost, bytes("2")).put(other, bytes("3"));
        contents.put(bytes("v"), value);
        engine.write(contents.asBatch(), Durability.RELAXED);
        Expect.holds(contents, engine);
        engine = fixture.reopen(engine);
        Expect.holds(contents, engine);
        try (Replacement replacement = engine.begin()) {
            contents.put(longest, bytes("new")).delete(almost).addTo(replacement.excise(KeyRange.all()));
            replacement.commit();
        }
        Expect.holds(contents, engine);
    }

    @Test
    default void R03_a_longer_key_or_value_is_INVALID_and_nothing_is_written(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "1").asBatch(), Durability.RELAXED);
        int limit = engine.limits().maxKeyBytes();
        byte[] tooLong = filled(limit + 1, 'k');
        String[] named = {String.valueOf(limit), String.valueOf(limit + 1)};
        Batch put = new Batch().put(bytes("b"), bytes("2")).put(tooLong, bytes("3"));
        Batch delete = new Batch().deleteRange(KeyRange.all()).delete(tooLong);
        Expect.says(Expect.invalid(() -> engine.write(put, Durability.SYNC)), named);
        Expect.says(Expect.invalid(() -> engine.write(delete, Durability.SYNC)), named);
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            Expect.says(Expect.invalid(() -> run.add(ByteBuffer.wrap(tooLong), buffer("v"))), named);
            Expect.invalid(replacement::commit);
        }
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.overlay(KeyRange.all())) {
            Expect.says(Expect.invalid(() -> run.delete(ByteBuffer.wrap(tooLong))), named);
            Expect.invalid(replacement::commit);
        }
        Expect.holds(Contents.of("a", "1"), engine);
    }

    @Test
    default void R03_a_longer_value_is_INVALID_and_nothing_is_written(Fixture fixture) throws Exception {
        Engine engine = fixture.open();
        int limit = engine.limits().maxValueBytes();
        if (limit < Integer.MAX_VALUE) {
            ByteBuffer tooLong = SparseFile.map(fixture.path("long-value"), limit + 1L);
            String[] named = {String.valueOf(limit), String.valueOf(limit + 1)};
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.excise(KeyRange.all())) {
                Expect.says(Expect.invalid(() -> run.add(buffer("k"), tooLong)), named);
                Expect.invalid(replacement::commit);
            }
            if (limit <= 32 << 20) {
                Batch batch = new Batch().put(bytes("k"), new byte[limit + 1]);
                Expect.says(Expect.invalid(() -> engine.write(batch, Durability.RELAXED)), named);
            }
        }
        Expect.holds(new Contents(), engine);
    }

    @Test
    default void R03_bounds_and_looked_up_keys_may_have_any_length(Fixture fixture) {
        Engine engine = fixture.open();
        int limit = engine.limits().maxKeyBytes();
        byte[] longest = filled(limit, 'k');
        byte[] beyond = filled(limit + 1_000, 'k');
        Contents contents = Contents.of("a", "1", "z", "2").put(longest, bytes("3"));
        engine.write(contents.asBatch(), Durability.RELAXED);
        assertNull(engine.get(beyond));
        for (KeyRange range : List.of(
                KeyRange.of(beyond, null),
                KeyRange.of(new byte[0], beyond),
                KeyRange.of(longest, beyond),
                KeyRange.of(beyond, filled(limit + 2_000, 'k')))) {
            Expect.holds(contents, engine, range);
        }
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT)) {
            assertTrue(cursor.seek(beyond));
            assertArrayEquals(bytes("z"), Keys.copy(cursor.key()));
        }
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.BACKWARD, Access.POINT)) {
            assertTrue(cursor.seek(beyond));
            assertArrayEquals(longest, Keys.copy(cursor.key()));
        }
        engine.write(new Batch().deleteRange(KeyRange.of(beyond, null)), Durability.RELAXED);
        Expect.holds(contents.deleteRange(KeyRange.of(beyond, null)), engine);
        try (Replacement replacement = engine.begin()) {
            Contents.of("b", "new").addTo(replacement.excise(KeyRange.of(bytes("b"), beyond)));
            replacement.empty(KeyRange.of(beyond, null));
            replacement.commit();
        }
        Expect.holds(Contents.of("a", "1", "b", "new"), engine);
    }

    static byte[] filled(int length, char with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }
}
