package io.inlay.engine.rocksdb;

import org.jspecify.annotations.Nullable;
import org.rocksdb.Snapshot;

/**
 * The state of the store that an iterator shows. What a snapshot pins can be told from the store's files for as long as it is
 * open. The state as it was when the iterator was opened can, too, if nothing was written since: then it is pinned late. For one
 * thread; its user makes sure that it is not used after the store.
 */
final class ShownState implements AutoCloseable {
    private final RocksHandle handle;
    private final long sequence;
    private final long ingests;
    private boolean pinned;
    private @Nullable Snapshot own;

    private ShownState(RocksHandle handle, long sequence, long ingests, boolean pinned, @Nullable Snapshot own) {
        this.handle = handle;
        this.sequence = sequence;
        this.ingests = ingests;
        this.pinned = pinned;
        this.own = own;
    }

    /** The state of a snapshot that somebody else keeps open for longer. */
    static ShownState pinned(RocksHandle handle, long sequence) {
        return new ShownState(handle, sequence, 0, true, null);
    }

    /** The state of a snapshot that belongs to it from now on. */
    static ShownState owned(RocksHandle handle, Snapshot own) {
        return new ShownState(handle, own.getSequenceNumber(), 0, true, own);
    }

    /**
     * The state of the moment.
     *
     * @param sequence the latest sequence number, read before the iterator is opened
     * @param ingests how often taking files in was begun or ended, read before that; even
     */
    static ShownState passing(RocksHandle handle, long sequence, long ingests) {
        return new ShownState(handle, sequence, ingests, false, null);
    }

    /** The store. */
    RocksHandle handle() {
        return handle;
    }

    /** The greatest sequence number that it shows. */
    long sequence() {
        return sequence;
    }

    /** Makes the store keep the state until this is closed; false where it has changed since and cannot be kept any more. */
    boolean pin() {
        if (!pinned && handle.ingests().noneSince(ingests)) {
            Snapshot now = handle.snapshot();
            if (now.getSequenceNumber() == sequence && handle.ingests().noneSince(ingests)) {
                own = now;
                pinned = true;
            } else {
                handle.release(now);
            }
        }
        return pinned;
    }

    @Override
    public void close() {
        if (own != null) {
            handle.release(own);
            own = null;
        }
    }
}
