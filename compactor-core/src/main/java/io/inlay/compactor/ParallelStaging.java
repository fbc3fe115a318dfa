package io.inlay.compactor;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.sync.SyncRange;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Copies ranges as they are into runs of a replacement, several at once, those with the most rows first. When one fails the
 * others stop. For one use.
 */
final class ParallelStaging {
    private static final ThreadFactory THREADS = new ThreadFactoryBuilder()
            .setNameFormat("inlay-compact-%d")
            .setDaemon(true)
            .build();

    private final Reader source;
    private final Replacement target;
    private final CompactorSettings settings;
    private final RowEstimate estimate;
    private final WorkMonitor monitor;
    private final Map<Bucket, BucketCount> counts = new EnumMap<>(Bucket.class);
    private @Nullable Throwable failure;

    ParallelStaging(
            Reader source, Replacement target, CompactorSettings settings, RowEstimate estimate, WorkMonitor monitor) {
        this.source = source;
        this.target = target;
        this.settings = settings;
        this.estimate = estimate;
        this.monitor = monitor;
    }

    /**
     * Stages the ranges. All threads have ended when it returns or throws; an interrupt does not end it.
     *
     * @return rows and bytes of each, in the order of {@link Bucket#all}
     */
    List<BucketCount> stage(List<SyncRange> parts) {
        List<SyncRange> largestFirst = new ArrayList<>(parts);
        largestFirst.sort(Comparator.comparingLong((SyncRange part) -> estimate.rows(part.bucket()))
                .reversed());
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads(), THREADS);
        try {
            List<Future<?>> copies = new ArrayList<>();
            largestFirst.forEach(part -> copies.add(threads.submit(() -> copy(part))));
            copies.forEach(ParallelStaging::await);
        } finally {
            threads.shutdown();
        }
        return result();
    }

    private static void await(Future<?> copy) {
        try {
            Uninterruptibles.getUninterruptibly(copy);
        } catch (ExecutionException e) {
            throw new AssertionError("a copy reports its failure itself", e);
        }
    }

    private synchronized List<BucketCount> result() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return List.copyOf(counts.values());
    }

    private void copy(SyncRange part) {
        if (hasFailed()) {
            return;
        }
        try (Cursor rows = source.cursor(part.range(), Direction.FORWARD, Access.SCAN);
                RunWriter run = target.excise(part.range())) {
            copy(part.bucket(), rows, run);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void copy(Bucket bucket, Cursor rows, RunWriter run) {
        long records = 0;
        long bytes = 0;
        long added;
        do {
            monitor.check();
            added = run.addAll(rows, settings.sliceRecords());
            monitor.took(added, run.bytes() - bytes);
            records += added;
            bytes = run.bytes();
            if (hasFailed()) {
                return;
            }
        } while (added >= settings.sliceRecords());
        run.finish();
        took(new BucketCount(bucket, records, bytes));
    }

    private void took(BucketCount count) {
        monitor.expectMore(count.records() - estimate.rows(count.bucket()));
        synchronized (this) {
            counts.put(count.bucket(), count);
        }
    }

    private synchronized boolean hasFailed() {
        return failure != null;
    }

    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        } else if (!failure.equals(e)) {
            failure.addSuppressed(e);
        }
    }
}
