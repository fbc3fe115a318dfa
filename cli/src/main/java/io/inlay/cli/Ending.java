package io.inlay.cli;

import io.inlay.sync.SyncException;
import io.inlay.sync.bulk.Cancellation;
import io.inlay.sync.bulk.WorkControl;
import java.util.concurrent.CountDownLatch;

/**
 * How a command ends when its process is told to, as by Ctrl-C or a SIGTERM. One that only reads ends at once; one that
 * writes is cancelled and waited for, so that it can take back what it has begun. Safe for many threads.
 */
final class Ending {
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean inOrder;

    /**
     * From now on the command is waited for. To be called before it changes anything.
     *
     * @return what its long calls are to be given, so that the wait is short
     * @throws SyncException CANCELLED when the process is about to end already
     */
    synchronized WorkControl inOrder() {
        if (isCancelled()) {
            throw new SyncException(SyncException.Kind.CANCELLED, "cancelled; nothing was changed");
        }
        inOrder = true;
        return WorkControl.none().withCancellation(cancellation);
    }

    /** The process is told to end: returns when it may. An interrupt ends the wait. */
    void await() {
        if (!cancel()) {
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cancels the command and tells whether it is to be waited for. */
    private synchronized boolean cancel() {
        cancellation.cancel();
        return inOrder;
    }

    /** Whether the process was told to end. */
    boolean isCancelled() {
        return cancellation.isCancelled();
    }

    /** The command has ended. */
    void ended() {
        ended.countDown();
    }
}
