package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Housekeeping by one thread that follows {@link TreePlan}, one step at a time, and rests a part of the time each step took. It
 * looks at a counter ten times a second and at the tree only when that has changed. A step that fails is tried again later, and
 * less and less often.
 */
final class TreeKeeper implements Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(TreeKeeper.class);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Time without a flush or an ingest after which the store counts as at rest. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private static final long MOST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PAUSE_PART = 4;
    private static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MOST_DELAY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TreeStore store;
    private final TreeWork work;
    private final RoomMaker rooms;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Set<String> settled = new HashSet<>();
    private volatile boolean closed;
    private boolean woken;

    private @Nullable Tree tree;
    private long version = -1;
    private long pins = -1;
    private long newest = -1;
    private long newestSince;
    private boolean inShape;
    private boolean inShapeAtRest;
    private long delay;

    /**
     * Starts.
     *
     * @param closing tells that the engine is being closed
     */
    TreeKeeper(TreeStore store, BooleanSupplier closing) {
        this.store = store;
        this.work = new TreeWork(store);
        this.rooms = new RoomMaker(store, work, () -> closed || closing.getAsBoolean());
        this.thread = new Thread(this::run, "inlay-rocksdb-housekeeping");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void beforeReplace(List<KeyRange> ranges, long bytes) {
        rooms.beforeReplace(ranges, bytes);
    }

    @Override
    public Pause beforeIngest(List<KeyRange> ranges) {
        rooms.beforeIngest(ranges);
        return work.pauseSinks();
    }

    @Override
    public void replaced(List<KeyRange> ranges) {
        wake();
    }

    @Override
    public SortedMap<String, Long> figures() {
        return work.figures();
    }

    private void wake() {
        lock.lock();
        try {
            woken = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closed) {
            try {
                pause(turn());
                delay = 0;
            } catch (RocksDBException | IOException | RuntimeException e) {
                pause(afterFailure(e));
            }
        }
    }

    /** Does one step where one is due, and returns the time to rest after it. */
    private long turn() throws RocksDBException, IOException {
        look();
        boolean atRest = System.nanoTime() - newestSince > REST_NANOS;
        if (tree == null || inShapeAtRest || (inShape && !atRest)) {
            return LOOK_NANOS;
        }
        TreeStep step = new TreePlan(tree, atRest, settled, store).next();
        work.pending(step != null);
        if (step == null) {
            inShape = true;
            inShapeAtRest = atRest;
            return LOOK_NANOS;
        }
        long start = System.nanoTime();
        settled.addAll(work.run(step, tree));
        version = -1;
        return Math.min(MOST_PAUSE_NANOS, (System.nanoTime() - start) / PAUSE_PART);
    }

    /** Takes up what has changed. */
    private void look() throws RocksDBException {
        long nowVersion = store.version();
        long nowPins = store.pins();
        if (nowVersion == version && nowPins == pins) {
            return;
        }
        Tree seen = store.tree();
        tree = seen;
        version = nowVersion;
        pins = nowPins;
        inShape = false;
        inShapeAtRest = false;
        settled.retainAll(seen.names());
        if (seen.newest() != newest) {
            newest = seen.newest();
            newestSince = System.nanoTime();
        }
    }

    private long afterFailure(Exception e) {
        version = -1;
        if (closed) {
            return 0;
        }
        if (TreeWork.isConflict(e)) {
            return FIRST_DELAY_NANOS;
        }
        delay = Math.min(MOST_DELAY_NANOS, Math.max(FIRST_DELAY_NANOS, 2 * delay));
        work.failed();
        LOG.warn("housekeeping failed and is tried again in {} ms", TimeUnit.NANOSECONDS.toMillis(delay), e);
        return delay;
    }

    private void pause(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !woken && !closed) {
                left = wake.awaitNanos(left);
            }
            woken = false;
        } catch (InterruptedException e) {
            LOG.debug("housekeeping goes on after an interrupt", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
        store.abort();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
