package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.bytes;
import static io.inlay.engine.lmdb.Stores.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cursors that look entries up ahead: every mixture of calls, the end of the store, and damage that lies ahead. */
class LeafStretchTest {
    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private static byte[] key(int number) {
        return bytes(String.format("key-%08d", number));
    }

    /** Tiny and usual entries, values in pages of their own, and blocks of long keys. */
    private static NavigableMap<byte[], byte[]> entries() {
        NavigableMap<byte[], byte[]> entries = Stores.numbered(0, 1_500, 20);
        entries.putAll(Stores.numbered(1_500, 3_000, 200));
        for (int i = 0; i < 60; i++) {
            entries.put(bytes(String.format("key-%08d", 50 * i) + "wide"), new byte[5_000 + i]);
            entries.put(bytes(String.format("key-%08d", 50 * (i / 7) + 9) + "x".repeat(500) + i), new byte[i]);
        }
        return entries;
    }

    private static NavigableMap<byte[], byte[]> within(NavigableMap<byte[], byte[]> all, KeyRange range) {
        byte[] until = range.until();
        return until == null ? all.tailMap(range.from(), true) : all.subMap(range.from(), true, until, false);
    }

    private static void assertStandsOn(Cursor cursor, boolean on, Map.@Nullable Entry<byte[], byte[]> expected) {
        assertThat(on).isEqualTo(expected != null);
        if (expected == null) {
            fails(Kind.INVALID, cursor::key);
            return;
        }
        for (int i = 0; i < 2; i++) {
            assertThat(Keys.copy(cursor.key())).isEqualTo(expected.getKey());
            assertThat(Keys.copy(cursor.value())).isEqualTo(expected.getValue());
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void R14_moves_and_seeks_in_any_mixture_agree_with_the_contents(Direction direction) {
        NavigableMap<byte[], byte[]> all = entries();
        Random random = new Random(7);
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), all);
            for (KeyRange range :
                    List.of(KeyRange.all(), KeyRange.of(key(77), key(2_777)), KeyRange.of(key(9), null))) {
                NavigableMap<byte[], byte[]> inside = within(all, range);
                try (Cursor cursor = engine.cursor(range, direction, Access.SCAN)) {
                    mixedSteps(cursor, direction == Direction.FORWARD ? inside : inside.descendingMap(), random);
                }
            }
        }
    }

    private static void mixedSteps(Cursor cursor, NavigableMap<byte[], byte[]> expected, Random random) {
        for (int round = 0; round < 60; round++) {
            byte[] target = key(random.nextInt(3_100));
            Map.Entry<byte[], byte[]> entry = expected.ceilingEntry(target);
            assertStandsOn(cursor, cursor.seek(target), entry);
            for (int left = random.nextInt(150); left > 0 && entry != null; left--) {
                entry = expected.higherEntry(entry.getKey());
                boolean on = cursor.next();
                if (entry == null || random.nextInt(3) == 0) {
                    assertStandsOn(cursor, on, entry);
                }
            }
        }
    }

    @Test
    void a_run_goes_on_where_single_steps_have_led() {
        NavigableMap<byte[], byte[]> all = entries();
        Engine source = Stores.open(directory.resolve("source"));
        Engine target = Stores.open(directory.resolve("target"));
        try (source;
                target;
                Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            Stores.excise(source, KeyRange.all(), all);
            byte[] last = {};
            try (Cursor filled = source.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
                for (int i = 0; i < 7; i++) {
                    assertThat(filled.next()).isTrue();
                    last = Keys.copy(filled.key());
                }
                assertThat(run.addAll(filled, 5)).isEqualTo(5);
                assertThat(filled.next()).isTrue();
                assertThat(run.addAll(filled, Long.MAX_VALUE)).isEqualTo(all.size() - 13);
            }
            run.finish();
            replacement.commit();
            List<byte[]> expected = new ArrayList<>(all.tailMap(last, false).keySet());
            expected.remove(5);
            assertThat(Stores.contents(target).keySet()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void R41_entries_looked_up_ahead_are_not_given_once_the_store_is_closed() {
        Engine engine = Stores.open(directory);
        Stores.excise(engine, KeyRange.all(), entries());
        Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
        for (int i = 0; i < 5; i++) {
            cursor.next();
        }
        ByteBuffer lent = cursor.value();
        engine.close();
        fails(Kind.CLOSED, cursor::next);
        fails(Kind.CLOSED, cursor::key);
        fails(Kind.CLOSED, cursor::value);
        assertThat(lent.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(lent.isReadOnly()).isTrue();
    }

    @Test
    void R45_damage_that_lies_ahead_is_told_by_the_move_that_comes_to_it() throws IOException {
        int entries = 40;
        int damaged = entries - 4;
        try (Engine engine = Stores.open(directory)) {
            Batch batch = new Batch();
            for (int i = 0; i < entries; i++) {
                batch.put(key(i), bytes("value"));
            }
            engine.write(batch, Durability.SYNC);
        }
        damageLeaves(entries, damaged);
        try (Engine engine = Stores.openReadOnly(directory);
                Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            for (int i = 0; i < damaged; i++) {
                assertThat(cursor.next()).isTrue();
                assertThat(Keys.copy(cursor.key())).isEqualTo(key(i));
            }
            fails(Kind.CORRUPT, cursor::next);
            fails(Kind.CORRUPT, cursor::next);
            fails(Kind.CORRUPT, cursor::key);
        }
    }

    /** Puts the node of one of so many user entries out of place, in every leaf that holds them all. */
    private void damageLeaves(int entries, int damaged) throws IOException {
        Path data = directory.resolve(PageFile.NAME);
        byte[] file = Files.readAllBytes(data);
        ByteBuffer pages = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int found = 0;
        for (int at = 2 * PAGE; at < file.length; at += PAGE) {
            int count = (pages.getShort(at + 12) - PageView.HEADER) / 2;
            if (pages.getShort(at + 10) == PageView.LEAF && count >= entries) {
                pages.putShort(at + PageView.HEADER + 2 * (count - entries + damaged), (short) (PAGE - 1));
                found++;
            }
        }
        assertThat(found).isPositive();
        Files.write(data, file);
    }
}
