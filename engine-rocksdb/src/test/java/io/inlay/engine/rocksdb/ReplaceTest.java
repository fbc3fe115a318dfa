package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replacements by files and by batch, over ranges of every shape. */
class ReplaceTest {
    private static final int MANY = 30_000;

    @TempDir
    Path temp;

    @Test
    void largeReplacementSwitchesRangeAndKeepsTheRest() {
        try (Engine engine = open()) {
            fill(engine, KeyRange.of(bytes("b"), bytes("c")), "b", MANY, "old");
            engine.write(new Batch().put(bytes("a"), bytes("1")).put(bytes("c"), bytes("2")), Durability.SYNC);
            try (Snapshot before = engine.snapshot();
                    Cursor cursor = engine.cursor(KeyRange.all(), Direction.BACKWARD, Access.SCAN)) {
                fill(engine, KeyRange.of(bytes("b"), bytes("c")), "bnew", MANY, "new");
                assertThat(keys(before)).hasSize(MANY + 2).contains("a", "b0000007", "c");
                int seen = 0;
                while (cursor.next()) {
                    seen++;
                    assertThat(text(cursor.key())).doesNotContain("new");
                }
                assertThat(seen).isEqualTo(MANY + 2);
            }
            assertThat(keys(engine)).hasSize(MANY + 2).contains("a", "bnew0000007", "c");
        }
        try (Engine engine = open()) {
            assertThat(keys(engine)).hasSize(MANY + 2).contains("a", "bnew0000007", "c");
            assertThat(temp.resolve("db/staging")).isEmptyDirectory();
        }
    }

    @Test
    void openEndedAndWholeRangesAreReplaced() {
        try (Engine engine = open()) {
            byte[] highest = new byte[KeyBounds.MAX_KEY_BYTES];
            java.util.Arrays.fill(highest, (byte) 0xff);
            engine.write(new Batch().put(highest, bytes("x")).put(new byte[0], bytes("empty")), Durability.RELAXED);
            fill(engine, KeyRange.all(), "k", MANY, "v");
            assertThat(keys(engine)).hasSize(MANY);
            engine.write(
                    new Batch().put(highest, bytes("x")).deleteRange(KeyRange.of(bytes("l"), null)),
                    Durability.RELAXED);
            assertThat(engine.get(highest)).isNull();
            fill(engine, KeyRange.of(bytes("k0000010"), null), "m", MANY, "v");
            assertThat(keys(engine)).hasSize(MANY + 10).startsWith("k0000000");
            try (Replacement empty = engine.begin()) {
                empty.empty(KeyRange.all());
                empty.commit();
            }
            assertThat(keys(engine)).isEmpty();
        }
    }

    private Engine open() {
        return new RocksEngineProvider().open(temp.resolve("db"), Map.of());
    }

    private static void fill(Engine engine, KeyRange range, String prefix, int count, String value) {
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range)) {
            for (int i = 0; i < count; i++) {
                run.add(ByteBuffer.wrap(bytes(String.format("%s%07d", prefix, i))), ByteBuffer.wrap(bytes(value + i)));
            }
            run.finish();
            assertThat(replacement.commit().records()).isEqualTo(count);
        }
    }

    private static List<String> keys(Reader reader) {
        List<String> keys = new ArrayList<>();
        try (Cursor cursor = reader.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                keys.add(text(cursor.key()));
            }
        }
        return keys;
    }

    private static String text(ByteBuffer buffer) {
        return new String(Keys.copy(buffer), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
