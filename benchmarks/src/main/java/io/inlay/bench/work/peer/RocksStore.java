package io.inlay.bench.work.peer;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with its defaults: write batches, iterators that copy, and a deleted range before it is put anew. */
final class RocksStore implements RecordStore {
    private final Options options;
    private final WriteOptions relaxed = new WriteOptions();
    private final WriteOptions asOpened;
    private final RocksDB db;

    private RocksStore(Options options, RocksDB db, boolean durable) {
        this.options = options;
        this.db = db;
        this.asOpened = new WriteOptions().setSync(durable);
    }

    static RocksStore open(Path directory, boolean durable) {
        RocksDB.loadLibrary();
        Options options = new Options().setCreateIfMissing(true);
        try {
            return new RocksStore(options, RocksDB.open(options, directory.toString()), durable);
        } catch (RocksDBException e) {
            options.close();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void load(Content content, long until) {
        put(content, 0, until);
    }

    private void put(Content content, long from, long until) {
        try (WriteBatch batch = new WriteBatch()) {
            content.each(from, until, (number, generation) -> {
                try {
                    batch.put(NumberedRecords.key(number), NumberedRecords.value(number, generation));
                    if (batch.count() == BATCH_RECORDS) {
                        db.write(relaxed, batch);
                        batch.clear();
                    }
                } catch (RocksDBException e) {
                    throw new IllegalStateException(e);
                }
            });
            db.write(relaxed, batch);
            db.syncWal();
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try {
            return db.get(key);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Seeker seeker() {
        RocksIterator iterator = db.newIterator();
        return new Seeker() {
            @Override
            public int seek(byte[] key) {
                iterator.seek(key);
                return iterator.isValid() ? iterator.key().length + iterator.value().length : -1;
            }

            @Override
            public void close() {
                iterator.close();
            }
        };
    }

    @Override
    public Pass scan() {
        Pass.Counter counter = new Pass.Counter();
        try (RocksIterator iterator = db.newIterator()) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                counter.see(iterator.key(), iterator.value());
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
        return counter.pass();
    }

    @Override
    public void write(List<Map.Entry<byte[], byte[]>> records) {
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<byte[], byte[]> record : records) {
                batch.put(record.getKey(), record.getValue());
            }
            db.write(asOpened, batch);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void replace(Content content, long from, long until) {
        try {
            db.deleteRange(NumberedRecords.key(Content.number(from)), NumberedRecords.key(Content.number(until)));
            put(content, from, until);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        db.close();
        relaxed.close();
        asOpened.close();
        options.close();
    }
}
