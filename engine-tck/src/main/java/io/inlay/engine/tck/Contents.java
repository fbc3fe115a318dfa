package io.inlay.engine.tck;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a store should hold, or was found to hold: a sorted map of byte strings that can be compared and printed. */
final class Contents {
    private static final int PRINTED_ENTRIES = 30;

    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Keys::compare);

    /** Bytes of a text, one per character. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Text of bytes, one character each. */
    static String text(byte @Nullable [] bytes) {
        return bytes == null ? "(absent)" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A buffer over a text's bytes. */
    static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    /** The range [from, until); an empty until is an open end. */
    static KeyRange range(String from, String until) {
        return KeyRange.of(bytes(from), until.isEmpty() ? null : bytes(until));
    }

    /** Entries given as key, value, key, value. */
    static Contents of(String... keysAndValues) {
        Contents contents = new Contents();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            contents.put(bytes(keysAndValues[i]), bytes(keysAndValues[i + 1]));
        }
        return contents;
    }

    /** Entries with numbered keys: a prefix and the number in six digits. */
    static Contents numbered(String prefix, int from, int until, String value) {
        Contents contents = new Contents();
        for (int i = from; i < until; i++) {
            contents.put(key(prefix, i), bytes(value));
        }
        return contents;
    }

    /** A numbered key. */
    static byte[] key(String prefix, int number) {
        return bytes(prefix + String.format("%06d", number));
    }

    /** What a scan of a whole reader finds. */
    static Contents of(Reader reader) {
        return of(reader, KeyRange.all());
    }

    /** What a scan of a range finds. */
    static Contents of(Reader reader, KeyRange range) {
        try (Cursor cursor = reader.cursor(range, Direction.FORWARD, Access.SCAN)) {
            return rest(cursor);
        }
    }

    /** What a cursor still yields, in its order. */
    static Contents rest(Cursor cursor) {
        Contents contents = new Contents();
        byte[] last = null;
        while (cursor.next()) {
            byte[] key = Keys.copy(cursor.key());
            int order = last == null ? 0 : Keys.compare(last, key);
            if (last != null && (cursor.direction() == Direction.FORWARD ? order >= 0 : order <= 0)) {
                throw new AssertionError("out of order: " + Keys.printable(key) + " after " + Keys.printable(last));
            }
            contents.put(key, Keys.copy(cursor.value()));
            last = key;
        }
        return contents;
    }

    Contents put(byte[] key, byte[] value) {
        entries.put(key.clone(), value.clone());
        return this;
    }

    Contents put(String key, String value) {
        return put(bytes(key), bytes(value));
    }

    Contents delete(byte[] key) {
        entries.remove(key);
        return this;
    }

    Contents delete(String key) {
        return delete(bytes(key));
    }

    Contents deleteRange(KeyRange range) {
        view(range).clear();
        return this;
    }

    Contents putAll(Contents other) {
        entries.putAll(other.entries);
        return this;
    }

    /** Applies a batch. */
    Contents apply(Batch batch) {
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                entries.put(key, value);
            }

            @Override
            public void delete(byte[] key) {
                entries.remove(key);
            }

            @Override
            public void deleteRange(KeyRange range) {
                view(range).clear();
            }
        });
        return this;
    }

    /** These entries with a range holding exactly the part of others that lies in it. */
    Contents replace(KeyRange range, Contents others) {
        deleteRange(range);
        entries.putAll(others.view(range));
        return this;
    }

    Contents copy() {
        return new Contents().putAll(this);
    }

    /** A copy of what lies in a range. */
    Contents in(KeyRange range) {
        Contents part = new Contents();
        part.entries.putAll(view(range));
        return part;
    }

    private NavigableMap<byte[], byte[]> view(KeyRange range) {
        byte[] until = range.until();
        return until == null ? entries.tailMap(range.from(), true) : entries.subMap(range.from(), true, until, false);
    }

    NavigableMap<byte[], byte[]> entries() {
        return entries;
    }

    int size() {
        return entries.size();
    }

    /** A batch that puts all entries. */
    Batch asBatch() {
        Batch batch = new Batch();
        entries.forEach(batch::put);
        return batch;
    }

    /** Adds all entries to a run and finishes it. */
    void addTo(RunWriter run) {
        entries.forEach((key, value) -> run.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
        run.finish();
        run.close();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Contents contents) || contents.size() != size()) {
            return false;
        }
        Iterator<Map.Entry<byte[], byte[]>> others = contents.entries.entrySet().iterator();
        for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
            Map.Entry<byte[], byte[]> same = others.next();
            if (!Arrays.equals(entry.getKey(), same.getKey()) || !Arrays.equals(entry.getValue(), same.getValue())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
            hash = 31 * hash + Arrays.hashCode(entry.getKey()) + 17 * Arrays.hashCode(entry.getValue());
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(size() + " entries");
        entries.entrySet().stream()
                .limit(PRINTED_ENTRIES)
                .forEach(entry -> text.append("\n  ")
                        .append(Keys.printable(entry.getKey()))
                        .append(" = ")
                        .append(Keys.printable(entry.getValue())));
        return size() > PRINTED_ENTRIES ? text + "\n  ..." : text.toString();
    }
}
