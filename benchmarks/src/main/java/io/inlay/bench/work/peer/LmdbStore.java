package io.inlay.bench.work.peer;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import io.inlay.engine.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/** LMDB with byte arrays, which need no flags of the JVM: one write transaction for a load or a replace. */
final class LmdbStore implements RecordStore {
    private static final long MAP_BYTES = 1L << 36;
    private static final EnvFlags[] DURABLE = {};
    private static final EnvFlags[] RELAXED = {EnvFlags.MDB_NOSYNC};

    private final Env<byte[]> env;
    private final Dbi<byte[]> records;

    private LmdbStore(Env<byte[]> env) {
        this.env = env;
        this.records = env.openDbi("records", DbiFlags.MDB_CREATE);
    }

    static LmdbStore open(Path directory, boolean durable) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LmdbStore(Env.create(ByteArrayProxy.PROXY_BA)
                .setMapSize(MAP_BYTES)
                .setMaxDbs(1)
                .open(directory.toFile(), durable ? DURABLE : RELAXED));
    }

    @Override
    public void load(Content content, long until) {
        try (Txn<byte[]> txn = env.txnWrite()) {
            put(txn, content, 0, until);
            txn.commit();
        }
        env.sync(true);
    }

    private void put(Txn<byte[]> txn, Content content, long from, long until) {
        content.each(
                from,
                until,
                (number, generation) ->
                        records.put(txn, NumberedRecords.key(number), NumberedRecords.value(number, generation)));
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try (Txn<byte[]> txn = env.txnRead()) {
            return records.get(txn, key);
        }
    }

    @Override
    public Seeker seeker() {
        Txn<byte[]> txn = env.txnRead();
        Cursor<byte[]> cursor = records.openCursor(txn);
        return new Seeker() {
            @Override
            public int seek(byte[] key) {
                return cursor.get(key, GetOp.MDB_SET_RANGE) ? cursor.key().length + cursor.val().length : -1;
            }

            @Override
            public void close() {
                cursor.close();
                txn.close();
            }
        };
    }

    @Override
    public Pass scan() {
        Pass.Counter counter = new Pass.Counter();
        try (Txn<byte[]> txn = env.txnRead();
                Cursor<byte[]> cursor = records.openCursor(txn)) {
            for (boolean on = cursor.first(); on; on = cursor.next()) {
                counter.see(cursor.key(), cursor.val());
            }
        }
        return counter.pass();
    }

    @Override
    public void write(List<Map.Entry<byte[], byte[]>> batch) {
        try (Txn<byte[]> txn = env.txnWrite()) {
            for (Map.Entry<byte[], byte[]> record : batch) {
                records.put(txn, record.getKey(), record.getValue());
            }
            txn.commit();
        }
    }

    @Override
    public void replace(Content content, long from, long until) {
        byte[] end = NumberedRecords.key(Content.number(until));
        try (Txn<byte[]> txn = env.txnWrite()) {
            try (Cursor<byte[]> cursor = records.openCursor(txn)) {
                boolean on = cursor.get(NumberedRecords.key(Content.number(from)), GetOp.MDB_SET_RANGE);
                while (on && Keys.compare(cursor.key(), end) < 0) {
                    cursor.delete();
                    on = cursor.next();
                }
            }
            put(txn, content, from, until);
            txn.commit();
        }
        env.sync(true);
    }

    @Override
    public void close() {
        env.close();
    }
}
