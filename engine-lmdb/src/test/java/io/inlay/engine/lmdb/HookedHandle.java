package io.inlay.engine.lmdb;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A handle that runs what a test asks for before it begins, commits, syncs or closes. */
final class HookedHandle extends LmdbHandle {
    /** What a test asks for; shared by all handles that its opener opens. */
    static final class Hooks {
        volatile Runnable beforeBegin = () -> {};
        volatile Runnable beforeCommit = () -> {};
        volatile Runnable beforeSync = () -> {};
        volatile Runnable beforeClose = () -> {};
        volatile boolean canWrite = true;
        final AtomicInteger commits = new AtomicInteger();
        final AtomicInteger syncs = new AtomicInteger();

        LmdbHandle open(Path directory, long mapSize, int maxReaders) {
            return new HookedHandle(directory, mapSize, maxReaders, this);
        }
    }

    private final Hooks hooks;

    private HookedHandle(Path directory, long mapSize, int maxReaders, Hooks hooks) {
        super(directory, mapSize, maxReaders);
        this.hooks = hooks;
    }

    @Override
    LmdbTransaction begin() {
        hooks.beforeBegin.run();
        return super.begin();
    }

    @Override
    void commit(LmdbTransaction txn) {
        hooks.beforeCommit.run();
        hooks.commits.incrementAndGet();
        super.commit(txn);
    }

    @Override
    void sync() {
        hooks.beforeSync.run();
        hooks.syncs.incrementAndGet();
        super.sync();
    }

    @Override
    void close() {
        hooks.beforeClose.run();
        super.close();
    }

    @Override
    boolean canWrite() {
        return hooks.canWrite && super.canWrite();
    }
}
