package io.inlay.sync.bulk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a long call is limited and watched: a cancellation, a deadline, a listener, each optional. A call that is cancelled
 * or late throws a {@link io.inlay.sync.SyncException} of kind CANCELLED or TIMED_OUT before its commit and leaves nothing
 * behind; once the commit has begun it is completed. Immutable.
 */
public final class WorkControl {
    private static final WorkControl NONE = new WorkControl(null, null, null, null);

    private final @Nullable Cancellation cancellation;
    private final @Nullable Instant deadline;
    private final @Nullable Duration budget;
    private final @Nullable ProgressListener listener;

    private WorkControl(
            @Nullable Cancellation cancellation,
            @Nullable Instant deadline,
            @Nullable Duration budget,
            @Nullable ProgressListener listener) {
        this.cancellation = cancellation;
        this.deadline = deadline;
        this.budget = budget;
        this.listener = listener;
    }

    /** No limit and no listener. */
    public static WorkControl none() {
        return NONE;
    }

    /** The same with a cancellation. */
    public WorkControl withCancellation(Cancellation token) {
        return new WorkControl(token, deadline, budget, listener);
    }

    /** The same with a time at which the work must be done, by the system's clock; with a budget the earlier counts. */
    public WorkControl withDeadline(Instant time) {
        return new WorkControl(cancellation, time, budget, listener);
    }

    /**
     * The same with a time that the work may take from the beginning of the call.
     *
     * @throws IllegalArgumentException if negative
     */
    public WorkControl withBudget(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a budget is zero or more, not " + time);
        }
        return new WorkControl(cancellation, deadline, time, listener);
    }

    /** The same with a listener. */
    public WorkControl withListener(ProgressListener progressListener) {
        return new WorkControl(cancellation, deadline, budget, progressListener);
    }

    /** What ends the work, if anything does. */
    public Optional<Cancellation> cancellation() {
        return Optional.ofNullable(cancellation);
    }

    /** When the work must be done, if ever. */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** How long the work may take, if limited. */
    public Optional<Duration> budget() {
        return Optional.ofNullable(budget);
    }

    /** Who is told how far the work is, if anybody. */
    public Optional<ProgressListener> listener() {
        return Optional.ofNullable(listener);
    }
}
