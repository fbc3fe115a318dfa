package io.inlay.cli;

import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import org.jspecify.annotations.Nullable;

/** The sync that a command fills. One that the command started itself is gone again when closed, unless it is kept. */
final class StartedSync implements AutoCloseable {
    private final SyncStore store;
    private final SyncId id;
    private boolean toBeDropped;

    private StartedSync(SyncStore store, SyncId id, boolean toBeDropped) {
        this.store = store;
        this.id = id;
        this.toBeDropped = toBeDropped;
    }

    /**
     * The sync of an id, started now unless it was before.
     *
     * @param id null for a fresh one
     */
    static StartedSync in(SyncStore store, @Nullable SyncId id) {
        if (id != null && store.find(id).isPresent()) {
            return new StartedSync(store, id, false);
        }
        NewSync request = NewSync.of(SyncType.SYNC_TYPE_PARTIAL); // what it is in the end tells what is merged into it
        return new StartedSync(
                store, store.start(id == null ? request : request.withId(id)).id(), true);
    }

    SyncId id() {
        return id;
    }

    /** It is what it was to become. */
    void keep() {
        toBeDropped = false;
    }

    @Override
    public void close() {
        if (toBeDropped) {
            store.drop(id);
        }
    }
}
