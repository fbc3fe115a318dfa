package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are longer than every buffer on their way. */
class LargeValueTest {
    private static final int LARGE = 40 << 20;

    @TempDir
    Path temp;

    @Test
    void aLargeValueTravelsByBatchRunAndCursor() {
        byte[] value = new byte[LARGE];
        Arrays.fill(value, LARGE / 2, LARGE, (byte) 7);
        try (Engine engine = Entries.open(temp.resolve("db"))) {
            engine.write(new Batch().put(bytes("a"), value).put(bytes("b"), bytes("small")), Durability.SYNC);
            assertThat(Arrays.equals(engine.get(bytes("a")), value)).isTrue();
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.excise(Entries.range("m", "n"));
                    Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
                assertThat(cursor.next()).isTrue();
                run.add(Entries.buffer("m1"), cursor.value());
                run.add(Entries.buffer("m2"), ByteBuffer.wrap(value).position(LARGE - 2_000_000));
                assertThat(cursor.next()).isTrue();
                run.add(Entries.buffer("m3"), cursor.value());
                run.finish();
                replacement.commit();
            }
            assertThat(Arrays.equals(engine.get(bytes("m1")), value)).isTrue();
            assertThat(engine.get(bytes("m2"))).hasSize(2_000_000);
            assertThat(engine.get(bytes("m3"))).isEqualTo(bytes("small"));
        }
    }
}
