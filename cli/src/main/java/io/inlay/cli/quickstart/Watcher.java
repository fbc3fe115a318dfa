package io.inlay.cli.quickstart;

import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks at a store again and again, each round through a snapshot of its own, and holds what it sees against the
 * state before a compaction and the state after it.
 *
 * @param <O> what one round sees
 */
abstract class Watcher<O> {
    private final Engine engine;
    private final O before;
    private final O after;
    private final Thread thread;
    private final Rounds rounds = new Rounds();
    private boolean committed;
    private boolean stopping;
    private @Nullable RuntimeException failure;

    /**
     * Makes a watcher that does not run yet.
     *
     * @param before what every round may see until the first one that sees {@code after}
     */
    Watcher(String name, Engine engine, O before, O after) {
        this.engine = engine;
        this.before = before;
        this.after = after;
        this.thread = new Thread(this::run, name);
    }

    /** What a snapshot shows. */
    abstract O observe(Snapshot snapshot);

    final void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!isStopping()) {
                round();
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void round() {
        boolean beganBefore = !isCommitted();
        O seen;
        try (Snapshot snapshot = engine.snapshot()) {
            seen = observe(snapshot);
        }
        count(seen, beganBefore);
    }

    private synchronized void count(O seen, boolean beganBefore) {
        boolean isOld = seen.equals(before);
        boolean isNew = seen.equals(after);
        if (isNew && !isOld) {
            rounds.sawNew++;
        } else if (!isOld) {
            rounds.sawMixed++;
        } else {
            rounds.sawOld++;
            rounds.oldAfterNew += rounds.sawNew > 0 || !beganBefore ? 1 : 0;
        }
        rounds.across += beganBefore && committed ? 1 : 0;
        notifyAll();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    final synchronized boolean isCommitted() {
        return committed;
    }

    /** Tells the watcher that the commit has returned: a round that begins from now on must see the new state. */
    final synchronized void committed() {
        committed = true;
        notifyAll();
    }

    /** Waits until this watcher has done a number of rounds more than now. */
    final synchronized void awaitRounds(int more) {
        long goal = rounds.all() + more;
        await(() -> rounds.all() >= goal);
    }

    /** Waits for a condition on this watcher, whose lock is held; ends when the watcher failed or is stopping. */
    final synchronized void await(BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean() && failure == null && !stopping) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while watching", e);
        }
        throwFailure();
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
        notifyAll();
    }

    private void throwFailure() {
        if (failure != null) {
            throw new IllegalStateException(thread.getName() + " failed: " + failure.getMessage(), failure);
        }
    }

    /** Ends the watcher and tells what it saw. */
    final Rounds stop() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            throwFailure();
            return rounds;
        }
    }

    /** What the rounds of a watcher saw. */
    static final class Rounds {
        /** Rounds that saw the state before the commit. */
        long sawOld;
        /** Rounds that saw the state after it. */
        long sawNew;
        /** Rounds that saw anything else. */
        long sawMixed;
        /** Rounds that saw the old state although the new one had been seen or the commit had returned. */
        long oldAfterNew;
        /** Rounds that began before the commit returned and ended after it. */
        long across;

        long all() {
            return sawOld + sawNew + sawMixed;
        }
    }
}
