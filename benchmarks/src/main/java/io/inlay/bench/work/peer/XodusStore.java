package io.inlay.bench.work.peer;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * JetBrains Xodus with its defaults. What a transaction changes lies in the heap until it ends, so a load or a replace takes many
 * of {@link #BATCH_RECORDS} records each.
 */
final class XodusStore implements RecordStore {
    private final Environment environment;
    private final Store records;

    private XodusStore(Environment environment) {
        this.environment = environment;
        this.records = environment.computeInTransaction(
                txn -> environment.openStore("records", StoreConfig.WITHOUT_DUPLICATES, txn));
    }

    static XodusStore open(Path directory, boolean durable) {
        EnvironmentConfig config = new EnvironmentConfig().setLogDurableWrite(durable);
        return new XodusStore(Environments.newInstance(directory.toFile(), config));
    }

    @Override
    public void load(Content content, long until) {
        put(content, 0, until);
    }

    private void put(Content content, long from, long until) {
        List<Map.Entry<byte[], byte[]>> batch = new ArrayList<>();
        content.each(from, until, (number, generation) -> {
            batch.add(Map.entry(NumberedRecords.key(number), NumberedRecords.value(number, generation)));
            if (batch.size() == BATCH_RECORDS) {
                write(batch);
                batch.clear();
            }
        });
        write(batch);
        ((EnvironmentImpl) environment).flushAndSync();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return environment.computeInReadonlyTransaction(txn -> {
            ByteIterable value = records.get(txn, new ArrayByteIterable(key));
            return value == null ? null : bytes(value);
        });
    }

    /** A copy of the bytes: the array that it has may be longer. */
    private static byte[] bytes(ByteIterable value) {
        byte[] exact = new byte[value.getLength()];
        System.arraycopy(value.getBytesUnsafe(), 0, exact, 0, exact.length);
        return exact;
    }

    @Override
    public Seeker seeker() {
        Transaction txn = environment.beginReadonlyTransaction();
        Cursor cursor = records.openCursor(txn);
        return new Seeker() {
            @Override
            public int seek(byte[] key) {
                ByteIterable value = cursor.getSearchKeyRange(new ArrayByteIterable(key));
                return value == null ? -1 : bytes(cursor.getKey()).length + bytes(value).length;
            }

            @Override
            public void close() {
                cursor.close();
                txn.abort();
            }
        };
    }

    @Override
    public Pass scan() {
        Pass.Counter counter = new Pass.Counter();
        environment.executeInReadonlyTransaction(txn -> {
            try (Cursor cursor = records.openCursor(txn)) {
                while (cursor.getNext()) {
                    counter.see(bytes(cursor.getKey()), bytes(cursor.getValue()));
                }
            }
        });
        return counter.pass();
    }

    @Override
    public void write(List<Map.Entry<byte[], byte[]>> batch) {
        environment.executeInTransaction(txn -> {
            for (Map.Entry<byte[], byte[]> record : batch) {
                records.put(txn, new ArrayByteIterable(record.getKey()), new ArrayByteIterable(record.getValue()));
            }
        });
    }

    @Override
    public void replace(Content content, long from, long until) {
        byte[] start = NumberedRecords.key(Content.number(from));
        byte[] end = NumberedRecords.key(Content.number(until));
        while (environment.computeInTransaction(txn -> deleteSome(txn, start, end))) {
            // there may be more
        }
        put(content, from, until);
    }

    /** Deletes some records of a range, and tells whether there were any. */
    private boolean deleteSome(Transaction txn, byte[] start, byte[] end) {
        ByteIterable until = new ArrayByteIterable(end);
        int deleted = 0;
        try (Cursor cursor = records.openCursor(txn)) {
            boolean on = cursor.getSearchKeyRange(new ArrayByteIterable(start)) != null;
            while (on && deleted < BATCH_RECORDS && cursor.getKey().compareTo(until) < 0) {
                cursor.deleteCurrent();
                deleted++;
                on = cursor.getNext();
            }
        }
        return deleted > 0;
    }

    @Override
    public void close() {
        environment.close();
    }
}
