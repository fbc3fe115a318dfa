package io.inlay.sync;

import com.google.common.collect.MapMaker;
import io.inlay.engine.Engine;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The syncs in one engine. It owns no resource: closing the engine is its caller's affair, and afterwards every call gets
 * the engine's CLOSED. Safe for many threads at once.
 */
public final class SyncStore {
    // Compares engines by identity and keeps neither side in memory. A store is kept by its handles and leases.
    private static final Map<Engine, SyncStore> STORES =
            new MapMaker().weakKeys().weakValues().makeMap();

    private final Engine engine;
    private final LeaseTable leases = new LeaseTable();

    private SyncStore(Engine engine) {
        this.engine = engine;
    }

    /**
     * The store of an engine, always the same one for the same engine object. An engine that wraps another is an engine
     * of its own: open the store of one of them only. The layout stamp is checked, and written, durably, where the engine
     * holds nothing of this layout and is not read-only.
     *
     * @throws io.inlay.engine.EngineException INCOMPATIBLE when the engine holds keys of another layout, or without a
     *     stamp; CLOSED; FULL
     */
    public static SyncStore open(Engine engine) {
        return STORES.computeIfAbsent(engine, SyncStore::checked);
    }

    private static SyncStore checked(Engine engine) {
        Layout.require(engine);
        return new SyncStore(engine);
    }

    /** The engine that holds the syncs. */
    public Engine engine() {
        return engine;
    }

    /**
     * Takes the right to write or replace syncs, whether they exist or not: all of them together or none. An interrupt
     * does not end the wait; the flag is still set on return.
     *
     * @param syncs at least one
     * @param waitAtMost how long to wait for other holders; zero refuses at once
     * @throws SyncException BUSY when another call holds one of them for longer than that; INVALID for no sync or a
     *     negative wait
     */
    public SyncLease lease(Set<SyncId> syncs, Duration waitAtMost) {
        if (syncs.isEmpty() || waitAtMost.isNegative()) {
            throw new SyncException(
                    SyncException.Kind.INVALID,
                    "a lease is of at least one sync with a wait of zero or more, not of " + syncs.size() + " with "
                            + waitAtMost);
        }
        Set<SyncId> own = Set.copyOf(syncs);
        leases.acquire(own, waitAtMost);
        return new SyncLease(this, own);
    }

    LeaseTable leases() {
        return leases;
    }
}
