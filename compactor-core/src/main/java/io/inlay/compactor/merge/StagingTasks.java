package io.inlay.compactor.merge;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tasks on several threads, which may give rise to more tasks. When one fails no other begins, and {@link #hasFailed} tells
 * those under way to stop. For one use.
 */
final class StagingTasks {
    private static final ThreadFactory THREADS = new ThreadFactoryBuilder()
            .setNameFormat("inlay-merge-%d")
            .setDaemon(true)
            .build();

    private final ExecutorService threads;
    private int unfinished;
    private @Nullable Throwable failure;

    StagingTasks(int threads) {
        this(threads, THREADS);
    }

    StagingTasks(int threads, ThreadFactory factory) {
        this.threads = Executors.newFixedThreadPool(threads, factory);
    }

    /**
     * Takes a task, from the owner's thread or within a task. One that no thread can be started for has failed, which {@link
     * #await} tells once those under way have ended.
     */
    synchronized void submit(Runnable task) {
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
     * Waits until all tasks have ended, and throws the first failure with the others suppressed. An interrupt does not end the
     * wait; the flag is still set on return.
     */
    synchronized void await() {
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
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
