package io.inlay.engine.lmdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one thread that writes, and the tasks that wait for it, done in the order of their coming. A platform thread: LMDB's
 * write lock belongs to a thread of the system. Safe for many threads.
 */
final class WriteQueue {
    private static final long MOST_GROUP_BYTES = 16 << 20;
    private static final int MOST_GROUP_TASKS = 1024;

    private final Deque<WriteTask> tasks = new ArrayDeque<>();
    private final Thread thread;
    private boolean ended;

    /**
     * Starts the thread.
     *
     * @param groups does tasks that came one after another and may share a transaction
     */
    WriteQueue(String name, Consumer<List<WriteTask.Group>> groups) {
        this.thread = new Thread(() -> work(groups), name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Adds a task. */
    synchronized void add(WriteTask task) {
        tasks.add(task);
        notifyAll();
    }

    private void work(Consumer<List<WriteTask.Group>> groups) {
        while (true) {
            List<WriteTask> next = awaitNext();
            if (next.isEmpty()) {
                return;
            }
            try {
                if (next.get(0) instanceof WriteTask.Call<?> call) {
                    call.run();
                    call.succeed();
                } else {
                    groups.accept(next.stream().map(WriteTask.Group.class::cast).toList());
                }
            } catch (Throwable e) { // whatever it is, somebody waits for the task
                next.forEach(task -> task.fail(e));
            }
        }
    }

    /** Waits for one call or a group of others, and takes them; nothing once the queue has ended. */
    private synchronized List<WriteTask> awaitNext() {
        while (tasks.isEmpty() && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                // nobody else knows this thread: somebody interrupts at random
            }
        }
        List<WriteTask> next = new ArrayList<>();
        long bytes = 0;
        for (WriteTask task : tasks) {
            boolean joins =
                    task instanceof WriteTask.Group && bytes < MOST_GROUP_BYTES && next.size() < MOST_GROUP_TASKS;
            if (!next.isEmpty() && !joins) {
                break;
            }
            next.add(task);
            if (!(task instanceof WriteTask.Group group)) {
                break;
            }
            bytes += group.bytes();
        }
        for (int i = 0; i < next.size(); i++) {
            tasks.poll();
        }
        return next;
    }

    /** Ends the thread once all tasks are done, and waits for that. No task is added afterwards. */
    void end() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
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
