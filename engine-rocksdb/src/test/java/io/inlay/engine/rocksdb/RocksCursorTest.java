package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RocksCursorTest {
    private static final int RECORDS = 2_000;

    /** One value of this many is longer than a cursor has room for at first. */
    private static final int LONG_EVERY = 50;

    @TempDir
    Path directory;

    private final NavigableMap<byte[], byte[]> records = new TreeMap<>(Keys::compare);

    private Engine filled() {
        Engine engine = Engines.open("rocksdb", directory.resolve("store"), Map.of());
        Random random = new Random(1);
        Batch batch = new Batch();
        for (int i = 0; i < RECORDS; i++) {
            byte[] key = new byte[1 + random.nextInt(i % LONG_EVERY == 0 ? 400 : 100)];
            byte[] value = new byte[random.nextInt(i % LONG_EVERY == 0 ? 5_000 : 300)];
            random.nextBytes(key);
            random.nextBytes(value);
            batch.put(key, value);
            records.put(key, value);
        }
        engine.write(batch, Durability.RELAXED);
        return engine;
    }

    /** Long stretches of asking for keys, for values, for both or for neither, several times, and seeks between. */
    @ParameterizedTest
    @EnumSource
    void what_was_asked_for_before_changes_nothing_that_is_lent(Direction direction) {
        try (Engine engine = filled();
                Cursor cursor = engine.cursor(KeyRange.all(), direction, Access.SCAN)) {
            boolean forward = direction == Direction.FORWARD;
            NavigableMap<byte[], byte[]> inOrder = forward ? records : records.descendingMap();
            Random random = new Random(2);
            for (int stretch = 0; stretch < 400; stretch++) {
                byte[] to = new byte[1 + random.nextInt(3)];
                random.nextBytes(to);
                Map.Entry<byte[], byte[]> expected = inOrder.ceilingEntry(to);
                boolean on = cursor.seek(to);
                int keys = random.nextInt(3);
                int values = random.nextInt(3);
                for (int i = random.nextInt(stretch % 10 == 0 ? RECORDS : 30); expected != null; i--) {
                    assertThat(on).isTrue();
                    for (int ask = 0; ask < Math.max(keys, values); ask++) {
                        assertThat(ask < keys ? Keys.copy(cursor.key()) : expected.getKey())
                                .isEqualTo(expected.getKey());
                        assertThat(ask < values ? Keys.copy(cursor.value()) : expected.getValue())
                                .isEqualTo(expected.getValue());
                    }
                    if (i < 0) {
                        break;
                    }
                    on = cursor.next();
                    expected = inOrder.higherEntry(expected.getKey());
                }
                assertThat(expected != null).isEqualTo(on);
            }
        }
    }

    /** Keys alone are copied ahead, until a value is asked for, which lies behind where the native iterator is by then. */
    @ParameterizedTest
    @EnumSource
    void values_are_right_where_only_keys_were_asked_for(Direction direction) {
        try (Engine engine = filled()) {
            boolean forward = direction == Direction.FORWARD;
            NavigableMap<byte[], byte[]> inOrder = forward ? records : records.descendingMap();
            for (int until = 0; until < 60; until++) {
                try (Cursor cursor = engine.cursor(KeyRange.all(), direction, Access.SCAN)) {
                    int at = 0;
                    for (Map.Entry<byte[], byte[]> expected : inOrder.entrySet()) {
                        assertThat(cursor.next()).isTrue();
                        assertThat(Keys.copy(cursor.key())).isEqualTo(expected.getKey());
                        if (at++ % 60 == until) {
                            assertThat(Keys.copy(cursor.value())).isEqualTo(expected.getValue());
                        }
                        if (at > 300) {
                            break;
                        }
                    }
                }
            }
        }
    }

    /** A run takes over the rest of a cursor that has been read in order before, from the entry after the one it stands on. */
    @Test
    void the_rest_of_a_cursor_that_was_read_goes_into_a_run() {
        try (Engine engine = filled();
                Engine target = Engines.open("rocksdb", directory.resolve("target"), Map.of())) {
            for (int read = 0; read < 40; read++) {
                try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
                        Replacement replacement = target.begin();
                        RunWriter run = replacement.excise(KeyRange.all())) {
                    for (int i = 0; i < read; i++) {
                        cursor.next();
                        cursor.key();
                    }
                    assertThat(run.addAll(cursor, 10)).isEqualTo(10);
                    assertThat(run.addAll(cursor, Long.MAX_VALUE)).isEqualTo(records.size() - read - 10);
                    run.finish();
                    replacement.commit();
                }
                assertThat(contents(target))
                        .containsExactlyElementsOf(contents(engine).subList(read, records.size()));
            }
        }
    }

    private static List<ByteBuffer> contents(Engine engine) {
        List<ByteBuffer> contents = new ArrayList<>();
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                byte[] key = Keys.copy(cursor.key());
                byte[] value = Keys.copy(cursor.value());
                contents.add(ByteBuffer.allocate(key.length + value.length)
                        .put(key)
                        .put(value)
                        .flip());
            }
        }
        return contents;
    }

    /** Values are copied with the move where they were asked for: a very long one only when it is asked for itself. */
    @Test
    void a_long_value_that_nobody_asks_for_takes_no_memory() {
        int length = 64 << 20;
        try (Engine engine = Engines.open("rocksdb", directory.resolve("store"), Map.of())) {
            for (int i = 0; i < 10; i++) {
                engine.write(new Batch().put(new byte[] {(byte) i}, new byte[] {1}), Durability.RELAXED);
            }
            engine.write(new Batch().put(new byte[] {10}, new byte[length]), Durability.RELAXED);
            try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
                for (int i = 0; i < 10; i++) {
                    assertThat(cursor.next()).isTrue();
                    assertThat(cursor.value().get()).isEqualTo((byte) 1);
                }
                long before = allocated();
                assertThat(cursor.next()).isTrue();
                assertThat(allocated() - before).isLessThan(1 << 20);
                assertThat(cursor.value().remaining()).isEqualTo(length);
            }
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
