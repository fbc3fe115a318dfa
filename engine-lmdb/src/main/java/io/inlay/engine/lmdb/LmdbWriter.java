package io.inlay.engine.lmdb;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.Poison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All that writes to one store, in one order, on one thread. Batches that wait at the same time share a transaction. A commit
 * makes its pages durable before it points to them, but not the pointing itself; where durability was asked for, that is
 * forced out before the new version is published. Safe for many threads.
 */
final class LmdbWriter {
    /** Pins beyond those of open views: the published version's, and gets under way in older ones. */
    private static final int SPARE_READERS = 64;

    private final Path directory;
    private final CallGate gate;
    private final Poison poison = new Poison();
    private final WriteQueue queue;
    private final LmdbHandle handle;
    private final Versions versions;
    private boolean unsynced;

    private LmdbWriter(PageFile file, Path directory, LmdbOptions options, CallGate gate, LmdbHandle.Opener opener) {
        this.directory = directory;
        this.gate = gate;
        this.queue = new WriteQueue("inlay-lmdb-writer " + directory, this::applyGroup);
        try {
            Opened opened = call("opening", () -> openHere(file, directory, options, opener));
            this.handle = opened.handle;
            this.versions = opened.versions;
        } catch (RuntimeException | Error e) {
            queue.end();
            throw e;
        }
    }

    /** Opens the environment on its writer's thread. */
    static LmdbWriter open(
            PageFile file, Path directory, LmdbOptions options, CallGate gate, LmdbHandle.Opener opener) {
        return new LmdbWriter(file, directory, options, gate, opener);
    }

    private record Opened(LmdbHandle handle, Versions versions) {}

    private static Opened openHere(PageFile file, Path directory, LmdbOptions options, LmdbHandle.Opener opener) {
        LmdbHandle handle = opener.open(directory, options.mapSize(), options.maxOpenViews() + SPARE_READERS);
        try {
            LmdbPin pin = handle.pin();
            MetaPage meta = MetaPage.read(file.chunk(0), Versions.metaOffset(pin.id(), file), file.path());
            return new Opened(handle, new Versions("engine at " + directory, new Version(file, meta, pin)));
        } catch (RuntimeException | Error e) {
            handle.close();
            throw e;
        }
    }

    Versions versions() {
        return versions;
    }

    /** Bytes that the store can grow to. */
    long mapSize() {
        return handle.mapSize();
    }

    /** Writes a copy of the newest state into an empty directory, beside all writing. */
    void copy(Path emptyDirectory) throws IOException {
        try {
            handle.copy(emptyDirectory);
        } catch (RuntimeException e) {
            throw LmdbFailures.of("copying to " + emptyDirectory, directory, e);
        }
    }

    /** Throws once a failed write has made it impossible to tell what is durable. */
    void checkWritable() {
        poison.checkWritable();
    }

    /** Applies a batch whose lengths were checked. */
    void write(Batch batch, Durability durability) {
        run("writing", new WriteTask.Group(batch, durability == Durability.SYNC));
    }

    void sync() {
        run("syncing", new WriteTask.Group(null, true));
    }

    private void run(String doing, WriteTask task) {
        queue.add(task);
        task.await(doing, directory);
    }

    /** Runs something on the writer's thread, after what was asked for before. */
    <T> T call(String doing, Supplier<T> what) {
        WriteTask.Call<T> task = new WriteTask.Call<>(what);
        run(doing, task);
        T result = task.result();
        if (result == null) {
            throw new IllegalStateException("no result of " + doing);
        }
        return result;
    }

    private void applyGroup(List<WriteTask.Group> group) {
        try {
            applyTogether(group);
            group.forEach(WriteTask::succeed);
        } catch (Throwable e) { // whatever it is, its callers wait for it
            if (group.size() == 1 || poison.isPoisoned()) {
                group.forEach(task -> task.fail(e));
            } else {
                group.forEach(task -> applyGroup(List.of(task)));
            }
        }
    }

    private void applyTogether(List<WriteTask.Group> group) {
        poison.checkWritable();
        BatchMerge merge = new BatchMerge();
        boolean durable = false;
        for (WriteTask.Group task : group) {
            durable |= task.isDurable();
            Batch batch = task.batch();
            if (batch != null) {
                batch.forEach(merge);
            }
        }
        if (merge.isEmpty()) {
            settle("syncing", durable, false);
        } else {
            transact("writing", durable, txn -> merge.apply(versions.published(), txn, gate::checkOpen));
        }
    }

    /**
     * Runs one write transaction to its end, on the writer's thread: afterwards it is committed, as durable as asked for, and
     * published; or nothing happened.
     *
     * @throws EngineException OUTCOME_UNKNOWN when neither can be proven; then the store takes no more writes
     */
    void transact(String doing, boolean durable, Consumer<LmdbTransaction> changes) {
        poison.checkWritable();
        versions.reap();
        boolean changed;
        try {
            changed = tryTransact(doing, changes);
        } catch (RuntimeException e) {
            if (!poison.isPoisoned() && LmdbFailures.isFull(e, directory)) {
                Version newest = versions.published();
                newest.file().giveBack(newest.meta().lastPage());
            }
            throw e;
        }
        settle(doing, durable, changed);
    }

    /** Runs a transaction up to its commit; false when there was nothing to commit. */
    private boolean tryTransact(String doing, Consumer<LmdbTransaction> changes) {
        try (LmdbTransaction txn = handle.begin()) {
            long expected = versions.published().meta().txnId() + 1;
            if (txn.id() != expected) {
                throw new EngineException(
                        Kind.INTERNAL, "transaction " + txn.id() + " instead of " + expected + " in " + directory);
            }
            changes.accept(txn);
            if (txn.isChanged()) {
                commit(doing, txn);
            }
            return txn.isChanged();
        }
    }

    private void commit(String doing, LmdbTransaction txn) {
        try {
            handle.commit(txn);
            unsynced = true;
        } catch (RuntimeException e) {
            txn.close();
            if (isHarmless(e) && handle.canWrite()) {
                throw e;
            }
            throw poison.outcomeUnknown(doing, e);
        }
    }

    /**
     * Whether a failed commit can be taken back where LMDB goes on writing, that is, did not fail in pointing to its pages.
     * Where it failed in making pages durable, the system may have dropped the pointing of an earlier commit too, unless that
     * is durable already.
     */
    private boolean isHarmless(RuntimeException e) {
        return !unsynced || LmdbFailures.isFull(e, directory);
    }

    /** Makes commits durable where asked for, then shows a new one. */
    private void settle(String doing, boolean durable, boolean committed) {
        try {
            if (durable && unsynced) {
                handle.sync();
                unsynced = false;
            }
            if (committed) {
                versions.publish(handle);
            }
        } catch (Throwable e) { // also for lack of memory: the commit stands, but is not shown
            throw poison.outcomeUnknown(doing, e);
        }
    }

    /** Closes the environment once everybody has left, and ends the thread. */
    void close() {
        try {
            call("closing", () -> {
                versions.awaitEmpty();
                versions.close();
                handle.close();
                return directory;
            });
        } finally {
            queue.end();
        }
    }
}
