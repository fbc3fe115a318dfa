package io.inlay.engine.lmdb;

import io.inlay.engine.Batch;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something for the writer's thread to do, and the caller's wait for it. */
abstract class WriteTask {
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable Throwable failure;

    /** A batch, or nothing at all, to be applied and made durable where asked for; several share a transaction. */
    static final class Group extends WriteTask {
        private final @Nullable Batch batch;
        private final boolean durable;

        Group(@Nullable Batch batch, boolean durable) {
            this.batch = batch;
            this.durable = durable;
        }

        @Nullable Batch batch() {
            return batch;
        }

        boolean isDurable() {
            return durable;
        }

        long bytes() {
            return batch == null ? 0 : batch.bytes();
        }
    }

    /** A call that has the thread for itself. */
    static final class Call<T> extends WriteTask {
        private final Supplier<T> call;
        private @Nullable T result;

        Call(Supplier<T> call) {
            this.call = call;
        }

        void run() {
            result = call.get();
        }

        /** What the call returned, after {@link #await}. */
        @Nullable T result() {
            return result;
        }
    }

    final void succeed() {
        done.countDown();
    }

    /** Nothing, where the task is done already. */
    final void fail(Throwable e) {
        if (done.getCount() > 0) {
            failure = e;
            done.countDown();
        }
    }

    /**
     * Waits until the task is done, whatever interrupts; the flag is then set as before.
     *
     * @param directory names the engine in messages
     */
    final void await(String doing, Path directory) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw LmdbFailures.of(doing, directory, failure);
        }
    }
}
