package io.inlay.compactor.fold;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import io.inlay.compactor.merge.Winners;
import io.inlay.engine.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The records that win among the newer ones, in key order, each looked up in the patched sync. A few batches of them are read
 * ahead, to be looked up by other threads or, where none has begun, by the one that takes them. Nothing more is read or looked
 * up ahead while more than 1 MiB is held, so that of long values there is one for each thread, and one that is taken. For one
 * thread.
 */
final class Candidates implements AutoCloseable {
    private static final int BATCH = 128;
    private static final long MOST_BYTES = 1 << 20;

    private final Winners winners;
    private final Reader target;
    private final Executor threads;
    private final int mostAhead;
    private final Deque<Batch> ahead = new ArrayDeque<>();
    private final Deque<Candidate> ready = new ArrayDeque<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private @Nullable Candidate last;
    private boolean allRead;
    private volatile boolean closed;

    /**
     * Reads nothing yet.
     *
     * @param winners read by the thread that takes the candidates alone, which closes them
     * @param target safe for many threads at once
     * @param threads that look up; nothing waits for those that do not come to it
     * @param mostAhead how many batches are read ahead, at least 1
     */
    Candidates(Winners winners, Reader target, Executor threads, int mostAhead) {
        this.winners = winners;
        this.target = target;
        this.threads = threads;
        this.mostAhead = mostAhead;
    }

    /** Candidates in a row, looked up by the first thread that runs it. */
    private final class Batch extends FutureTask<@Nullable Void> {
        private final List<Candidate> candidates;

        Batch(List<Candidate> candidates) {
            super(() -> lookUp(candidates), null);
            this.candidates = candidates;
        }
    }

    /** Leaves the rest to {@link #next} where too much is held. */
    private void lookUp(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (closed || heldBytes.get() > MOST_BYTES) {
                return;
            }
            heldBytes.addAndGet(candidate.lookUp(target));
        }
    }

    /**
     * The next candidate, looked up; null after the last. The one before is not held any more.
     *
     * @throws RuntimeException what reading the winners or the target throws
     */
    @Nullable Candidate next() {
        if (last != null) {
            heldBytes.addAndGet(-last.bytes());
        }
        if (ready.isEmpty()) {
            readAhead();
            takeBatch();
        }
        last = ready.poll();
        if (last != null) {
            heldBytes.addAndGet(last.lookUp(target));
        }
        return last;
    }

    /** The last batch is left to this thread: most patches have but one, and are not worth another thread. */
    private void readAhead() {
        while (!allRead && (ahead.isEmpty() || (ahead.size() < mostAhead && heldBytes.get() <= MOST_BYTES))) {
            Batch batch = new Batch(read());
            ahead.add(batch);
            if (!allRead) {
                threads.execute(batch);
            }
        }
    }

    private List<Candidate> read() {
        List<Candidate> candidates = new ArrayList<>(BATCH);
        do {
            allRead = !winners.next();
            if (!allRead) {
                Candidate candidate = new Candidate(winners);
                heldBytes.addAndGet(candidate.bytes());
                candidates.add(candidate);
            }
        } while (!allRead && candidates.size() < BATCH && heldBytes.get() <= MOST_BYTES);
        return candidates;
    }

    /** Looks up batches that no thread has begun until the first is done. */
    private void takeBatch() {
        Batch first = ahead.poll();
        if (first == null) {
            return;
        }
        first.run();
        for (Batch batch : ahead) {
            if (first.isDone()) {
                break;
            }
            batch.run();
        }
        try {
            Uninterruptibles.getUninterruptibly(first);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            Throwables.throwIfUnchecked(cause);
            throw new AssertionError(cause);
        }
        ready.addAll(first.candidates);
    }

    /** Ends lookups ahead, without waiting. */
    @Override
    public void close() {
        closed = true;
        ahead.forEach(batch -> batch.cancel(false));
    }
}
