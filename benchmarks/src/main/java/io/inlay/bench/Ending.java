package io.inlay.bench;

import io.inlay.bench.run.Runner;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * How the command ends when its process is told to, as by Ctrl-C or a SIGTERM: a run is stopped, and waited for while it writes what
 * it has and removes its data. Safe for many threads.
 */
final class Ending {
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Runner runner;
    private boolean told;

    /** From now on a run is stopped and waited for. */
    synchronized void inOrder(Runner begun) {
        runner = begun;
        if (told) {
            begun.stop();
        }
    }

    /** The process is told to end: returns when it may. */
    void await() {
        try {
            if (stop()) {
                ended.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean stop() {
        told = true;
        if (runner != null) {
            runner.stop();
        }
        return runner != null;
    }

    /** The command has ended. */
    void ended() {
        ended.countDown();
    }
}
