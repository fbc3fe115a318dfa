package io.inlay.compactor.stage;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.inlay.engine.Cursor;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fills the ranges of one sync in a replacement by tasks on several threads, which may give rise to more tasks. When one fails
 * no other begins, and those under way end at their next slice. For one use.
 */
public final class SyncStaging {
    private static final ThreadFactory THREADS = new ThreadFactoryBuilder()
            .setNameFormat("inlay-stage-%d")
            .setDaemon(true)
            .build();

    private final Replacement target;
    private final SyncId sync;
    private final int sliceRecords;
    private final WorkMonitor monitor;
    private final ExecutorService threads;
    private final Map<Bucket, BucketCount> counts = new EnumMap<>(Bucket.class);
    private int unfinished;
    private @Nullable Throwable failure;

    /**
     * @param target takes the runs
     * @param sync whose ranges are filled
     * @param threads how many tasks run at once, at least 1
     * @param sliceRecords about how many rows are staged between two looks at cancellation, deadline and other tasks' failures
     * @param monitor is told of staged rows, and ends the work
     */
    public SyncStaging(Replacement target, SyncId sync, int threads, int sliceRecords, WorkMonitor monitor) {
        this(target, sync, threads, sliceRecords, monitor, THREADS);
    }

    SyncStaging(
            Replacement target,
            SyncId sync,
            int threads,
            int sliceRecords,
            WorkMonitor monitor,
            ThreadFactory factory) {
        this.target = target;
        this.sync = sync;
        this.sliceRecords = sliceRecords;
        this.monitor = monitor;
        this.threads = Executors.newFixedThreadPool(threads, factory);
    }

    /**
     * Takes a task, from the owner's thread or within a task. One that no thread can be started for has failed, which {@link
     * #await} tells once those under way have ended.
     */
    public synchronized void submit(Runnable task) {
        unfinished++;
        try {
            threads.execute(() -> run(task));
        } catch (RuntimeException | Error e) {
            fail(e);
            ended();
        }
    }

    private void run(Runnable task) {
        try {
            if (!hasFailed()) {
                task.run();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            ended();
        }
    }

    /**
     * Within a task, stages what a cursor gives as all that the sync's part of a bucket will hold. The run stays unfinished when
     * another task has failed.
     *
     * @return how many rows were staged
     */
    public long fill(Bucket bucket, Cursor rows) {
        return fill(bucket, KeyRange.all(), rows);
    }

    /**
     * Within a task, stages what a cursor gives as all that a part of the sync's part of a bucket will hold.
     *
     * @param tails what follows bucket and sync in the keys of the part
     * @return how many rows were staged
     */
    public long fill(Bucket bucket, KeyRange tails, Cursor rows) {
        try (RunWriter run = target.excise(SyncRanges.of(bucket, sync, tails))) {
            long records = 0;
            long bytes = 0;
            long added;
            do {
                monitor.check();
                added = run.addAll(rows, sliceRecords);
                monitor.took(added, run.bytes() - bytes);
                records += added;
                bytes = run.bytes();
                if (hasFailed()) {
                    return records;
                }
            } while (added >= sliceRecords);
            run.finish();
            took(new BucketCount(bucket, records, bytes));
            return records;
        }
    }

    private synchronized void took(BucketCount count) {
        counts.merge(count.bucket(), count, BucketCount::plus);
    }

    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        } else if (!failure.equals(e)) {
            failure.addSuppressed(e);
        }
    }

    private synchronized void ended() {
        unfinished--;
        notifyAll();
    }

    synchronized boolean hasFailed() {
        return failure != null;
    }

    /**
     * To be called now and then within a task while it does not {@link #fill}.
     *
     * @throws io.inlay.sync.SyncException CANCELLED; TIMED_OUT; whatever another task has failed with is thrown as it is, and
     *     ends this one too
     */
    public void check() {
        monitor.check();
        throwFailure();
    }

    private synchronized void throwFailure() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /**
     * Waits until all tasks have ended, and throws the first failure with the others suppressed. An interrupt does not end the
     * wait; the flag is still set on return.
     *
     * @return what was staged in each bucket that was filled, in the order of {@link Bucket#all}
     */
    public synchronized List<BucketCount> await() {
        boolean interrupted = false;
        while (unfinished > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        threads.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throwFailure();
        return List.copyOf(counts.values());
    }
}
