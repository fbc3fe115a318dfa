package io.inlay.engine.lmdb;

import org.lmdbjava.Txn;

/**
 * Owner of a native read transaction, which keeps the pages of one version from being used anew. Nothing is read through it.
 * Used by the writer's thread alone.
 */
final class LmdbPin {
    private final Txn<NativeSlice> txn;
    private boolean held = true;

    /** Takes over a read transaction that has just begun. */
    LmdbPin(Txn<NativeSlice> txn) {
        this.txn = txn;
    }

    /** The transaction whose state is pinned. */
    long id() {
        return txn.getId();
    }

    /** Pins the newest state. */
    void renew() {
        txn.renew();
        held = true;
    }

    /** Lets go of the state; the pin can be used again. */
    void reset() {
        if (held) {
            held = false;
            txn.reset();
        }
    }

    void close() {
        reset();
        txn.close();
    }
}
