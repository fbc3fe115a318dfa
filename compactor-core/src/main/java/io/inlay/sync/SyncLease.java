package io.inlay.sync;

import io.inlay.sync.key.SyncId;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to write or replace certain syncs of one store, held by nobody else until it is closed. It belongs to no
 * thread and may be handed on. It is not reentrant: its holder's calls on an {@link OpenSync} of a leased sync find it
 * busy.
 */
public final class SyncLease implements AutoCloseable {
    // Keeps the store, and with it the table, in memory for as long as the lease is held.
    private final SyncStore store;
    private final Set<SyncId> syncs;
    private final AtomicBoolean closed = new AtomicBoolean();

    SyncLease(SyncStore store, Set<SyncId> syncs) {
        this.store = store;
        this.syncs = syncs;
    }

    /** The syncs held; unmodifiable. */
    public Set<SyncId> syncs() {
        return syncs;
    }

    /**
     * Tells that the syncs were replaced, so that every handle on them is stale from now on. To be called by whoever
     * commits a replacement of their ranges, before the lease is closed.
     *
     * @throws SyncException INVALID when the lease is closed
     */
    public void replaced() {
        if (closed.get()) {
            throw new SyncException(
                    SyncException.Kind.INVALID, "the lease is closed; syncs are replaced under an open one");
        }
        syncs.forEach(store.leases()::supersede);
    }

    /** Gives the syncs back. Idempotent; never throws. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            store.leases().release(syncs);
        }
    }
}
