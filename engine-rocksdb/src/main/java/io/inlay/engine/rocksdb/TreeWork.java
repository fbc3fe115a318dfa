package io.inlay.engine.rocksdb;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status.Code;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps of housekeeping and counts them. Safe for many threads. */
final class TreeWork {
    /** Bytes that a merge leaves free on the disk, beside its own once more. */
    private static final long SPARE_BYTES = 64L << 20;

    private static final long MOST_PAUSE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(TreeWork.class);

    private final TreeStore store;
    private final ReentrantLock sinking = new ReentrantLock();
    private final AtomicLong merges = new AtomicLong();
    private final AtomicLong mergedBytes = new AtomicLong();
    private final AtomicLong sinks = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean pending;

    TreeWork(TreeStore store) {
        this.store = store;
    }

    /**
     * Runs a step.
     *
     * @param planned the tree for which it was planned
     * @return names of files that are not to be worked on again for their own sake
     */
    Set<String> run(TreeStep step, Tree planned) throws RocksDBException, IOException {
        LOG.debug("housekeeping: {}", step);
        try {
            return switch (step.kind()) {
                case MERGE -> merge(step);
                case SINK -> sink(step, planned);
                case WAIT -> Set.of();
            };
        } catch (RocksDBException e) {
            if (isConflict(e)) {
                conflicts.incrementAndGet();
            }
            throw e;
        }
    }

    private Set<String> merge(TreeStep step) throws RocksDBException, IOException {
        TreeFile first = step.files().get(0);
        if (store.usableBytes() < 2 * step.bytes() + SPARE_BYTES) {
            throw new IOException("no space to merge " + step.bytes() + " bytes");
        }
        List<String> made = store.merge(step);
        merges.incrementAndGet();
        mergedBytes.addAndGet(step.bytes());
        return first.level() == step.level() ? Set.copyOf(made) : Set.of();
    }

    /**
     * Sinks, unless something was flushed or taken in since: a file that has come to lie over the same keys would be merged with
     * them.
     */
    private Set<String> sink(TreeStep step, Tree planned) throws RocksDBException, IOException {
        sinking.lock();
        try {
            if (store.tree().newest() != planned.newest()) {
                return Set.of();
            }
            store.sink(step);
        } finally {
            sinking.unlock();
        }
        sinks.incrementAndGet();
        TreeFile file = step.files().get(0);
        return store.isAt(file.name(), file.level()) ? Set.of(file.name()) : Set.of();
    }

    /** Keeps files from being sunk until the pause is closed by the same thread; waits a moment for a sink under way. */
    Housekeeping.Pause pauseSinks() {
        long deadline = System.nanoTime() + MOST_PAUSE_WAIT_NANOS;
        while (!sinking.tryLock()) {
            if (System.nanoTime() - deadline >= 0) {
                return () -> {};
            }
            LockSupport.parkNanos(this, PAUSE_LOOK_NANOS);
        }
        return sinking::unlock;
    }

    /** Whether a step failed because a compaction of RocksDB's own was in its way, or because the store is being closed. */
    static boolean isConflict(Exception e) {
        if (!(e instanceof RocksDBException refused) || refused.getStatus() == null) {
            return false;
        }
        Code code = refused.getStatus().getCode();
        // a file that is gone by now was merged by another compaction
        return code == Code.Aborted
                || code == Code.Incomplete
                || code == Code.Busy
                || code == Code.TryAgain
                || code == Code.ShutdownInProgress
                || (code == Code.InvalidArgument
                        && String.valueOf(refused.getMessage()).contains("does not exist"));
    }

    void pending(boolean now) {
        pending = now;
    }

    void failed() {
        failures.incrementAndGet();
    }

    /** What was done so far, and whether a step is due. */
    SortedMap<String, Long> figures() {
        SortedMap<String, Long> figures = new TreeMap<>();
        figures.put("housekeeping.conflicts", conflicts.get());
        figures.put("housekeeping.failures", failures.get());
        figures.put("housekeeping.merged.bytes", mergedBytes.get());
        figures.put("housekeeping.merges", merges.get());
        figures.put("housekeeping.pending", pending ? 1L : 0L);
        figures.put("housekeeping.sinks", sinks.get());
        return figures;
    }
}
