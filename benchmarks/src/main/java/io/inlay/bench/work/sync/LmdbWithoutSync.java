package io.inlay.bench.work.sync;

import io.inlay.engine.Batch;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/**
 * The store of a closed LMDB engine, written to by LMDB itself with {@code MDB_NOSYNC}: a transaction for each batch, none of which
 * waits for the disk. The engine does not offer that, since a crash may then leave a damaged store, and each of its batches
 * waits once. Keys are laid down as the engine does, which opens the store again afterwards. For one thread.
 */
final class LmdbWithoutSync implements MergeStore, AutoCloseable {
    private static final long MAP_BYTES = 1L << 40;
    private static final byte USER = 1;
    private static final int MOST_KEY_BYTES = 500;
    private static final int BUFFER_BYTES = 1 << 20;

    private final Env<LentBytes> env;
    private final Dbi<LentBytes> dbi;
    private final Txn<LentBytes> reading;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final long address =
            Pointer.wrap(Runtime.getSystemRuntime(), buffer).address();
    private final LentBytes key = new LentBytes();
    private final LentBytes value = new LentBytes();

    /**
     * Opens the store of a directory, in a process that has had an LMDB engine open before, which has loaded the library.
     */
    LmdbWithoutSync(Path directory) {
        env = Env.create(LentBytes.PROXY)
                .setMapSize(MAP_BYTES)
                .open(directory.toFile(), EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOSYNC);
        dbi = env.openDbi((byte[]) null);
        reading = env.txnRead();
        reading.reset();
    }

    @Override
    public byte @Nullable [] get(byte[] wanted) {
        reading.renew();
        try {
            LentBytes found = dbi.get(reading, lendKey(wanted));
            return found == null ? null : found.copy();
        } finally {
            reading.reset();
        }
    }

    @Override
    public void write(Batch batch) {
        Map<byte[], Optional<byte[]>> last = new TreeMap<>(Keys::compare); // in order LMDB is the fastest
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] at, byte[] content) {
                last.put(at, Optional.of(content));
            }

            @Override
            public void delete(byte[] at) {
                last.put(at, Optional.empty());
            }

            @Override
            public void deleteRange(KeyRange range) {
                throw new UnsupportedOperationException("a merge deletes no range");
            }
        });
        try (Txn<LentBytes> txn = env.txnWrite()) {
            last.forEach((at, content) -> {
                if (content.isPresent()) {
                    dbi.put(txn, lendKey(at), lendValue(content.get()));
                } else {
                    dbi.delete(txn, lendKey(at));
                }
            });
            txn.commit();
        }
    }

    private LentBytes lendKey(byte[] bytes) {
        if (bytes.length > MOST_KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + bytes.length + " bytes, most are " + MOST_KEY_BYTES);
        }
        buffer.put(0, USER).put(1, bytes);
        return key.set(address, 1 + bytes.length);
    }

    private LentBytes lendValue(byte[] bytes) {
        int at = 1 + MOST_KEY_BYTES;
        buffer.put(at, bytes);
        return value.set(address + at, bytes.length);
    }

    @Override
    public void sync() {
        env.sync(true);
    }

    @Override
    public void close() {
        reading.close();
        env.close();
    }
}
