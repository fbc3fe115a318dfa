package io.inlay.compactor;

import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.util.Objects;

/**
 * One sync of one store, as an input.
 *
 * @param store where it is; may be the store that is written to
 * @param sync its id
 */
public record SyncSource(SyncStore store, SyncId sync) {
    /** Refuses null. */
    public SyncSource {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(sync, "sync");
    }

    /** The sync and the directory of its store. */
    @Override
    public String toString() {
        return "sync " + sync + " in " + store.engine().directory();
    }
}
