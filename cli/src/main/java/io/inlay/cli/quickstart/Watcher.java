package io.inlay.cli.quickstart;

import io.inlay.cli.quickstart.Moment.Stage;
import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks at a store round after round, each round through a snapshot of its own, and holds what it sees against
 * the state before a compaction and the state after it.
 *
 * @param <O> what one round sees
 */
abstract class Watcher<O> {
    private final Engine engine;
    private final Moment moment;
    private final O before;
    private final O after;
    private final Thread thread;
    private Rounds rounds = Rounds.NONE;
    private long begunAfter;
    private boolean stopping;
    private @Nullable Throwable failure;

    /**
     * Makes a watcher that does not run yet.
     *
     * @param before what a round sees of the old state
     * @param after what a round sees of the new state, something else
     */
    Watcher(String name, Engine engine, Moment moment, O before, O after) {
        if (before.equals(after)) {
            throw new IllegalArgumentException("there is nothing to watch: the states before and after are equal");
        }
        this.engine = engine;
        this.moment = moment;
        this.before = before;
        this.after = after;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
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
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void round() {
        Stage begun = moment.stage();
        boolean mayBeOld = begun != Stage.AFTER && !moment.isNewSeen();
        O seen;
        try (Snapshot snapshot = engine.snapshot()) {
            seen = observe(snapshot);
        }
        count(seen, begun, mayBeOld);
    }

    private synchronized void count(O seen, Stage begun, boolean mayBeOld) {
        boolean isOld = seen.equals(before);
        boolean isNew = seen.equals(after);
        if (isNew) {
            moment.sawNew();
        }
        Stage ended = moment.stage();
        boolean isOutOfOrder = (isOld && !mayBeOld) || (isNew && ended == Stage.BEFORE);
        rounds = rounds.plus(isOld, isNew, isOutOfOrder, begun == Stage.BEFORE && ended == Stage.AFTER);
        begunAfter += begun == Stage.AFTER ? 1 : 0;
        notifyAll();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** Waits until this watcher has done a number of rounds in all. */
    final synchronized void awaitRounds(long number) {
        await(() -> rounds.all() >= number);
    }

    /** Waits for a round that began after this call. */
    final synchronized void awaitWholeRound() {
        long underWay = 1;
        awaitRounds(rounds.all() + underWay + 1);
    }

    /** Waits until this watcher has done a number of rounds that began after the commit had returned. */
    final synchronized void awaitRoundsAfter(long number) {
        await(() -> begunAfter >= number);
    }

    /** Lets threads that wait on this watcher look again. */
    final synchronized void wake() {
        notifyAll();
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

    private synchronized void fail(Throwable e) {
        failure = e;
        notifyAll();
    }

    private void throwFailure() {
        if (failure != null) {
            throw new IllegalStateException(thread.getName() + " failed: " + failure.getMessage(), failure);
        }
    }

    /** Ends the watcher after the round under way. */
    final void end() {
        synchronized (this) {
            stopping = true;
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

    /** What the watcher has seen. */
    final synchronized Rounds rounds() {
        throwFailure();
        return rounds;
    }
}
