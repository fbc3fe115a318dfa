package io.inlay.sync.bulk;

import io.inlay.sync.SyncException;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One long call under way: holds it to its {@link WorkControl}, counts and tells. Safe for many threads at once. */
public final class WorkMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(WorkMonitor.class);
    private static final long TOLD_EVERY_NANOS = 100_000_000;
    private static final Duration LONGEST_TURN = Duration.ofMillis(100);
    private static final long UNKNOWN = -1;

    private final WorkControl control;
    private final @Nullable Cancellation cancellation;
    private final @Nullable ProgressListener listener;
    private final long limitNanos;
    private final long start = System.nanoTime();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong expected = new AtomicLong(UNKNOWN);
    private final ReentrantLock telling = new ReentrantLock();
    private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);
    private volatile Phase phase;
    private volatile long told;
    private long phaseStart = start;

    private WorkMonitor(WorkControl control, Phase phase) {
        this.control = control;
        this.cancellation = control.cancellation().orElse(null);
        this.listener = control.listener().orElse(null);
        this.limitNanos = limit(control);
        this.phase = phase;
    }

    /**
     * Begins a call.
     *
     * @throws SyncException CANCELLED or TIMED_OUT if it need not begin
     */
    public static WorkMonitor start(WorkControl control, Phase first) {
        WorkMonitor monitor = new WorkMonitor(control, first);
        monitor.check();
        monitor.tell();
        return monitor;
    }

    private static long limit(WorkControl control) {
        Duration left = control.budget().orElse(Duration.ofNanos(Long.MAX_VALUE));
        Duration untilDeadline = control.deadline()
                .map(deadline -> Duration.between(Instant.now(), deadline))
                .orElse(left);
        Duration limit = shorter(shorter(left, untilDeadline), Duration.ofNanos(Long.MAX_VALUE));
        return limit.toNanos();
    }

    /**
     * To be called between steps.
     *
     * @throws SyncException CANCELLED; TIMED_OUT
     */
    public void check() {
        if (isCancelled()) {
            throw new SyncException(SyncException.Kind.CANCELLED, "cancelled; nothing was changed");
        }
        if (isLate()) {
            throw new SyncException(
                    SyncException.Kind.TIMED_OUT, "not done " + describeLimit() + "; nothing was changed");
        }
    }

    /** Whether {@link #check} would throw; for work after a commit, which ends without an exception. */
    public boolean mustStop() {
        return isCancelled() || isLate();
    }

    private boolean isCancelled() {
        return cancellation != null && cancellation.isCancelled();
    }

    private boolean isLate() {
        return limitNanos != Long.MAX_VALUE && System.nanoTime() - start >= limitNanos;
    }

    private String describeLimit() {
        String within = control.budget()
                .map(time -> "within " + time.toMillis() + " ms")
                .orElse("");
        String by = control.deadline().map(time -> "by " + time).orElse("");
        return within.isEmpty() || by.isEmpty() ? within + by : within + " or " + by;
    }

    /**
     * Takes the right to a sync. With a cancellation it looks at it while it waits, and stands in line anew each time.
     *
     * @throws SyncException BUSY; CANCELLED; TIMED_OUT
     */
    public SyncLease lease(SyncStore store, SyncId sync, Duration waitAtMost) {
        long waitStart = System.nanoTime();
        while (true) {
            Duration left = atLeastZero(waitAtMost.minusNanos(System.nanoTime() - waitStart));
            Duration turn = shorter(left, cancellation == null ? untilLimit() : shorter(untilLimit(), LONGEST_TURN));
            try {
                return store.lease(Set.of(sync), turn);
            } catch (SyncException e) {
                if (e.kind() != SyncException.Kind.BUSY) {
                    throw e;
                }
                check();
                if (turn.equals(left)) {
                    throw e;
                }
            }
        }
    }

    private Duration untilLimit() {
        return atLeastZero(Duration.ofNanos(limitNanos).minusNanos(System.nanoTime() - start));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration atLeastZero(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** Begins the next phase, counting from nothing. Called by one thread while no other counts. */
    public void enter(Phase next) {
        tell();
        endPhase();
        records.set(0);
        bytes.set(0);
        expected.set(UNKNOWN);
        phase = next;
        tell();
    }

    /** Ends the last phase, and with it the call: what the listener throws now is logged, for the work is done. */
    public void done() {
        endPhase();
        try {
            tell();
        } catch (RuntimeException e) {
            LOG.warn("the progress listener failed after the work was done", e);
        }
    }

    private void endPhase() {
        long now = System.nanoTime();
        times.merge(phase, Duration.ofNanos(now - phaseStart), Duration::plus);
        phaseStart = now;
    }

    /** Sets how many rows this phase is expected to have. */
    public void expect(long rows) {
        expected.set(rows);
    }

    /** Corrects the expectation, if there is one. */
    public void expectMore(long rows) {
        expected.updateAndGet(known -> known == UNKNOWN ? UNKNOWN : known + rows);
    }

    /** Counts, and tells the listener if it has not heard for a while. */
    public void took(long moreRecords, long moreBytes) {
        records.addAndGet(moreRecords);
        bytes.addAndGet(moreBytes);
        if (listener != null && System.nanoTime() - told >= TOLD_EVERY_NANOS && telling.tryLock()) {
            try {
                tell();
            } finally {
                telling.unlock();
            }
        }
    }

    private void tell() {
        if (listener == null) {
            return;
        }
        telling.lock();
        try {
            told = System.nanoTime();
            long done = records.get();
            long estimate = expected.get();
            listener.at(new Progress(
                    phase,
                    done,
                    bytes.get(),
                    estimate < 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(estimate, done))));
        } finally {
            telling.unlock();
        }
    }

    /** How long each phase took, once {@link #done}; unmodifiable. */
    public Map<Phase, Duration> times() {
        return Collections.unmodifiableMap(times);
    }
}
