package io.inlay.engine.rocksdb;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Stores and entries as text, for tests. */
final class Entries {
    private Entries() {}

    static Engine open(Path directory, String... options) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            named.put(options[i], options[i + 1]);
        }
        return new RocksEngineProvider().open(directory, named);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    static String text(ByteBuffer buffer) {
        return new String(Keys.copy(buffer), StandardCharsets.UTF_8);
    }

    static KeyRange range(String from, String until) {
        return KeyRange.of(bytes(from), bytes(until));
    }

    /** All entries of a reader in cursor order. */
    static Map<String, String> all(Reader reader) {
        return of(reader, KeyRange.all());
    }

    static Map<String, String> of(Reader reader, KeyRange range) {
        Map<String, String> entries = new LinkedHashMap<>();
        try (Cursor cursor = reader.cursor(range, Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                entries.put(text(cursor.key()), text(cursor.value()));
            }
        }
        return entries;
    }

    /** Replaces a range by numbered entries. */
    static ReplaceResult replace(Engine engine, KeyRange range, String prefix, int count, String value) {
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range)) {
            add(run, prefix, count, value);
            run.finish();
            return replacement.commit();
        }
    }

    static void add(RunWriter run, String prefix, int count, String value) {
        for (int i = 0; i < count; i++) {
            run.add(buffer(String.format("%s%07d", prefix, i)), buffer(value));
        }
    }
}
