package io.inlay.engine.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Threads that work at once; the first failure of any of them is the crew's. The test's watchdog bounds the wait. */
final class Crew {
    private final List<FutureTask<Void>> tasks = new ArrayList<>();

    /** A thread's work. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Starts a thread. */
    Thread add(Work work) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        tasks.add(task);
        Thread thread = new Thread(task, "crew-" + tasks.size());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Whether all threads are still at work. */
    boolean isBusy() {
        return tasks.stream().noneMatch(FutureTask::isDone);
    }

    /** Waits for all threads. */
    void join() {
        Throwable failure = null;
        for (FutureTask<Void> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = e.getCause();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for the crew", e);
            }
        }
        if (failure != null) {
            throw new AssertionError("a thread failed: " + failure, failure);
        }
    }

    /** Runs one thread to its end. */
    static void run(Work work) {
        Crew crew = new Crew();
        crew.add(work);
        crew.join();
    }
}
