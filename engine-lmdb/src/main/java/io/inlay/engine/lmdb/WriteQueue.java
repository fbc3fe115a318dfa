package io.inlay.engine.lmdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
     * @param groups takes tasks that came one after another and may share a transaction; must not throw
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
            List<WriteTask> next = take();
            if (next.isEmpty()) {
                return;
            }
            if (next.get(0) instanceof WriteTask.Call<?> call) {
                run(call);
            } else {
                groups.accept(next.stream().map(WriteTask.Group.class::cast).toList());
            }
        }
    }

    private static void run(WriteTask.Call<?> call) {
        try {
            call.run();
            call.succeed();
        } catch (Throwable e) { // the caller waits for whatever it is
            call.fail(e);
        }
    }

    /** One call or a group of others; nothing once the queue has ended. */
    private synchronized List<WriteTask> take() {
        while (tasks.isEmpty() && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                // nobody else knows this thread: somebody interrupts at random
            }
        }
        List<WriteTask> next = new ArrayList<>();
        WriteTask first = tasks.poll();
        if (first != null) {
            next.add(first);
        }
        if (first instanceof WriteTask.Group group) {
            long bytes = group.bytes();
            while (bytes < MOST_GROUP_BYTES && next.size() < MOST_GROUP_TASKS) {
                WriteTask.Group more = pollGroup();
                if (more == null) {
                    break;
                }
                bytes += more.bytes();
                next.add(more);
            }
        }
        return next;
    }

    private WriteTask.@Nullable Group pollGroup() {
        if (tasks.peek() instanceof WriteTask.Group group) {
            tasks.poll();
            return group;
        }
        return null;
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
