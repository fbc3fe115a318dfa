package io.inlay.engine.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this engine do again and again. */
final class Stores {
    private Stores() {}

    static Engine open(Path directory) {
        return new LmdbEngineProvider().open(directory, Map.of());
    }

    static Engine openReadOnly(Path directory) {
        return new LmdbEngineProvider().open(directory, Map.of("readOnly", "true"));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Batch put(String key, String value) {
        return new Batch().put(bytes(key), bytes(value));
    }

    static NavigableMap<byte[], byte[]> map() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    static NavigableMap<byte[], byte[]> contents(Reader reader) {
        NavigableMap<byte[], byte[]> contents = map();
        try (Cursor cursor = reader.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                contents.put(Keys.copy(cursor.key()), Keys.copy(cursor.value()));
            }
        }
        return contents;
    }

    /** Maps compare their values as arrays by identity; this compares them by content. */
    static void assertSame(Map<byte[], byte[]> actual, Map<byte[], byte[]> expected) {
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        actual.forEach((key, value) -> assertThat(value).isEqualTo(expected.get(key)));
    }

    static void excise(Engine engine, KeyRange range, Map<byte[], byte[]> run) {
        try (Replacement replacement = engine.begin();
                RunWriter writer = replacement.excise(range)) {
            run.forEach((key, value) -> writer.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
            writer.finish();
            replacement.commit();
        }
    }

    static NavigableMap<byte[], byte[]> numbered(int from, int until, int valueBytes) {
        NavigableMap<byte[], byte[]> run = map();
        for (int i = from; i < until; i++) {
            byte[] value = new byte[valueBytes];
            Arrays.fill(value, (byte) i);
            run.put(bytes(String.format("key-%08d", i)), value);
        }
        return run;
    }

    static EngineException fails(Kind kind, ThrowingCallable call) {
        EngineException failure = catchThrowableOfType(EngineException.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).as(failure.toString()).isEqualTo(kind);
        return failure;
    }
}
