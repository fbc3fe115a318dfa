package io.inlay.engine.mvstore;

import io.inlay.engine.Batch;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import io.inlay.engine.support.PinnedView;
import io.inlay.engine.support.RedoEngine;
import io.inlay.engine.support.RedoLog;
import io.inlay.engine.support.SteadyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** The owner of a store. Every batch becomes one version of the tree: MVStore's own commits are switched off. */
final class MvBackend implements RedoEngine.Backend {
    private static final String FILE = "entries.mv";
    private static final String MAP = "entries";

    /** MVStore's number for the application's use: 1 within a commit, 0 in a whole state. */
    private static final int PART = 1;

    private static final int WHOLE = 0;

    /** Versions are made durable at the latest by the first batch after so long: before, no space they gave up is used again. */
    private static final long LONGEST_RELAXED_NANOS = Duration.ofSeconds(10).toNanos();

    /** After so many written bytes half-empty chunks are looked for, and a quarter of that is written anew. */
    private static final long HOUSEKEEPING_BYTES = 16 << 20;

    private static final int LEAST_FILL_PERCENT = 50;

    /** How old a chunk must be for its space to be used again. What is durable and what is read is pinned besides. */
    private static final int RETENTION_MILLIS = 1_000;

    private final Path path;
    private final SteadyFile file;
    private final ChunkFile chunks;
    private final MVStore store;
    private final MVMap<byte[], byte[]> entries;
    private MVStore.@Nullable TxCounter durable;
    private long durableNanos = System.nanoTime();
    private long houseKept;

    private MvBackend(Path path, SteadyFile file, boolean readOnly, int cacheMebibytes) throws IOException {
        this.path = path;
        this.file = file;
        this.chunks = new ChunkFile(path, file, readOnly, cacheMebibytes);
        MVStore.Builder builder =
                new MVStore.Builder().fileStore(chunks).autoCommitDisabled().autoCommitBufferSize(0);
        this.store = (readOnly ? builder.readOnly() : builder).open();
        store.setRetentionTime(RETENTION_MILLIS);
        this.entries = store.openMap(
                MAP,
                new MVMap.Builder<byte[], byte[]>().keyType(new CheckedBytes()).valueType(new CheckedBytes()));
    }

    /**
     * Opens the store in a directory, making it where it was never made.
     *
     * @throws EngineException CORRUPT when it is lost, damaged, or left in the middle of a commit that cannot be finished
     */
    static MvBackend open(Path directory, boolean readOnly, int cacheMebibytes) {
        Path path = directory.resolve(FILE);
        try {
            if (Files.notExists(path)) {
                if (Files.exists(directory.resolve(RedoLog.DIRECTORY))) {
                    throw new EngineException(Kind.CORRUPT, path + " is missing");
                }
                if (readOnly) {
                    throw Failures.invalid("there is no store at " + directory);
                }
                create(path);
            }
            MvBackend backend = openFile(path, readOnly, cacheMebibytes);
            if (backend.store.getStoreVersion() == PART && !RedoLog.isPending(directory)) {
                backend.abandon();
                throw new EngineException(Kind.CORRUPT, path + " is damaged: what is left of it ends within a commit");
            }
            return backend;
        } catch (IOException e) {
            throw Failures.io("opening", path, e);
        }
    }

    /** The file gets its name when it holds a store, so that an empty one is damage. */
    private static void create(Path path) throws IOException {
        Path fresh = path.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        DurableFiles.createPrivateFile(fresh);
        openFile(fresh, false, 1).close();
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncDirectory(path.resolveSibling("."));
    }

    private static MvBackend openFile(Path path, boolean readOnly, int cacheMebibytes) throws IOException {
        SteadyFile file = new SteadyFile(path, readOnly);
        try {
            if (file.length() == 0 && path.endsWith(FILE)) {
                throw new EngineException(Kind.CORRUPT, path + " is empty");
            }
            return new MvBackend(path, file, readOnly, cacheMebibytes);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            if (e instanceof RuntimeException failure) {
                return MvView.reading(path, () -> {
                    throw failure;
                });
            }
            throw e;
        }
    }

    @Override
    public PinnedView pinWritten() {
        return new MvView(path, entries);
    }

    @Override
    public void write(Batch batch, boolean part) throws IOException {
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
                Cursor<byte[], byte[]> old = new Cursor<>(entries.getRoot(), range.from(), null, false);
                while (old.hasNext() && range.contains(old.next())) {
                    entries.remove(old.getKey());
                }
            }
        });
        mark(part);
        commit();
        if (!part && System.nanoTime() - durableNanos > LONGEST_RELAXED_NANOS) {
            makeDurable();
        }
        if (!part && chunks.written() - houseKept > HOUSEKEEPING_BYTES) {
            keepHouse();
        }
    }

    private void mark(boolean part) {
        int version = part ? PART : WHOLE;
        if (store.getStoreVersion() != version) {
            store.setStoreVersion(version);
        }
    }

    private void commit() throws IOException {
        store.commit();
        file.check();
    }

    /** The newest durable version stays readable until the next one is durable, for a power loss to fall back to. */
    @Override
    public void makeDurable() throws IOException {
        mark(false);
        commit();
        file.sync();
        file.check();
        MVStore.TxCounter before = durable;
        durable = store.registerVersionUsage();
        store.deregisterVersionUsage(before);
        durableNanos = System.nanoTime();
    }

    private void keepHouse() throws IOException {
        // MVStore waits in a way that an interrupt ends
        boolean interrupted = Thread.interrupted();
        try {
            store.compact(LEAST_FILL_PERCENT, (int) HOUSEKEEPING_BYTES / 4);
        } catch (RuntimeException e) {
            if (!(e.getCause() instanceof InterruptedException)) {
                throw e;
            }
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        commit();
        houseKept = chunks.written();
    }

    @Override
    public void close() throws IOException {
        try {
            makeDurable();
            store.deregisterVersionUsage(durable);
            store.close();
            file.check();
        } finally {
            abandon();
        }
    }

    @Override
    public void abandon() {
        file.freeze();
        store.closeImmediately();
        try {
            file.close();
        } catch (IOException e) {
            // nothing more is written through it
        }
    }
}
