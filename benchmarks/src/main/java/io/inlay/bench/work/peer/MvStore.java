package io.inlay.bench.work.peer;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** H2's MVStore with its defaults: a map of byte arrays, which it compares as signed bytes; the keys of records are all ASCII. */
final class MvStore implements RecordStore {
    private final MVStore store;
    private final MVMap<byte[], byte[]> records;
    private final boolean durable;

    private MvStore(MVStore store, boolean durable) {
        this.store = store;
        this.records = store.openMap("records");
        this.durable = durable;
    }

    static MvStore open(Path directory, boolean durable) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MvStore(MVStore.open(directory.resolve("records.mv").toString()), durable);
    }

    @Override
    public void load(Content content, long until) {
        put(content, 0, until);
    }

    private void put(Content content, long from, long until) {
        content.each(
                from,
                until,
                (number, generation) ->
                        records.put(NumberedRecords.key(number), NumberedRecords.value(number, generation)));
        store.commit();
        store.sync();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return records.get(key);
    }

    @Override
    public Seeker seeker() {
        return new Seeker() {
            @Override
            public int seek(byte[] key) {
                Cursor<byte[], byte[]> cursor = records.cursor(key);
                return cursor.hasNext() ? cursor.next().length + cursor.getValue().length : -1;
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }

    @Override
    public Pass scan() {
        Pass.Counter counter = new Pass.Counter();
        Cursor<byte[], byte[]> cursor = records.cursor(null);
        while (cursor.hasNext()) {
            counter.see(cursor.next(), cursor.getValue());
        }
        return counter.pass();
    }

    @Override
    public void write(List<Map.Entry<byte[], byte[]>> batch) {
        for (Map.Entry<byte[], byte[]> record : batch) {
            records.put(record.getKey(), record.getValue());
        }
        store.commit();
        if (durable) {
            store.sync();
        }
    }

    @Override
    public void replace(Content content, long from, long until) {
        byte[] end = NumberedRecords.key(Content.number(until) - 1);
        Iterator<byte[]> keys = records.cursor(NumberedRecords.key(Content.number(from)), end, false);
        while (keys.hasNext()) {
            records.remove(keys.next());
        }
        put(content, from, until);
    }

    @Override
    public void close() {
        store.close();
    }
}
