package io.inlay.sync;

import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which syncs of a store are held, and how often each was taken over or replaced. All syncs of a request are taken
 * together or none is, so requests cannot wait for each other in a circle; of requests that share a sync the earlier is
 * served first. Safe for many threads at once.
 */
final class LeaseTable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Set<SyncId> held = new HashSet<>();
    private final Set<Request> waiting = new LinkedHashSet<>();
    private final Map<SyncId, Long> generations = new HashMap<>();

    /** A request that waits; each is equal to itself alone. */
    private static final class Request {
        final Set<SyncId> syncs;

        Request(Set<SyncId> syncs) {
            this.syncs = syncs;
        }
    }

    /**
     * Takes the syncs. An interrupt does not end the wait; the flag is still set on return.
     *
     * @throws SyncException BUSY when one of them is held for longer than the wait
     */
    void acquire(Set<SyncId> syncs, Duration waitAtMost) {
        Request request = new Request(syncs);
        long limit = TimeUnit.NANOSECONDS.convert(waitAtMost);
        long start = System.nanoTime();
        boolean interrupted = false;
        lock.lock();
        try {
            waiting.add(request);
            while (!isNext(request)) {
                long left = limit - (System.nanoTime() - start);
                if (left <= 0) {
                    throw busy(syncs, waitAtMost);
                }
                try {
                    released.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            held.addAll(syncs);
        } finally {
            waiting.remove(request);
            // One that waited behind this request may be served now, whether this one got its syncs or gave up.
            released.signalAll();
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void release(Set<SyncId> syncs) {
        lock.lock();
        try {
            held.removeAll(syncs);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The syncs that are held or waited for. */
    Set<SyncId> requested() {
        lock.lock();
        try {
            Set<SyncId> all = new TreeSet<>(held);
            waiting.forEach(request -> all.addAll(request.syncs));
            return Collections.unmodifiableSet(all);
        } finally {
            lock.unlock();
        }
    }

    /** A number that grows whenever the sync is taken over by a handle or replaced. */
    long generation(SyncId sync) {
        lock.lock();
        try {
            return generations.getOrDefault(sync, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** Makes the handles on a sync stale. Returns the new generation. */
    long supersede(SyncId sync) {
        lock.lock();
        try {
            return generations.merge(sync, 1L, Long::sum);
        } finally {
            lock.unlock();
        }
    }

    private boolean isNext(Request request) {
        if (!Collections.disjoint(held, request.syncs)) {
            return false;
        }
        for (Request earlier : waiting) {
            if (earlier == request) {
                return true;
            }
            if (!Collections.disjoint(earlier.syncs, request.syncs)) {
                return false;
            }
        }
        throw new AssertionError("a request waits that did not register");
    }

    private SyncException busy(Set<SyncId> syncs, Duration waited) {
        Set<SyncId> inTheWay = new TreeSet<>(syncs);
        inTheWay.retainAll(held);
        SyncId named = inTheWay.isEmpty()
                ? new TreeSet<>(syncs).first()
                : inTheWay.iterator().next();
        return new SyncException(
                SyncException.Kind.BUSY,
                "sync " + named + " is being written or replaced by another call; waited " + waited.toMillis() + " ms");
    }
}
