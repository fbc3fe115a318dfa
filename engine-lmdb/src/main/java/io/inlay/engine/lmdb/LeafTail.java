package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries that follow a place in their leaf, taken off while many new ones are inserted at that place. LMDB halves a leaf that
 * gets full, except where the entry that does not fit goes to its end: with one older entry behind the place, which moves on
 * from leaf to leaf, every leaf filled would stay half empty. For one thread.
 */
final class LeafTail {
    /** Insertions at one place after which entries are taken off: enough for some leaves, so that a few more calls do not count. */
    private static final int MANY = 128;

    private static final byte[] NOWHERE = {};

    private final Version version;
    private final LmdbTransaction txn;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();
    private byte[] place = NOWHERE;
    private int inserted;

    /**
     * Takes nothing off yet.
     *
     * @param version on which the transaction began
     */
    LeafTail(Version version, LmdbTransaction txn) {
        this.version = version;
        this.txn = txn;
    }

    /**
     * Notes that an entry is about to be inserted before the one on which a walk over the version stands, if any. From that one
     * on the transaction has changed nothing.
     */
    void inserting(TreeWalk next) {
        if (!next.isOn()) {
            putBack();
        } else if (next.compareKey(place) != 0) {
            putBack();
            place = next.copyKey();
        } else if (++inserted == MANY) {
            takeOff();
        }
    }

    private void takeOff() {
        TreeWalk walk = version.walk();
        boolean on = walk.ceiling(place);
        int leaf = walk.leafLoads();
        while (on && walk.leafLoads() == leaf) {
            if (walk.value().overflowCount() > 0) {
                break;
            }
            keys.add(walk.copyKey());
            values.add(walk.copyValue());
            on = walk.next();
        }
        keys.forEach(txn::delete);
    }

    /** Puts back what was taken off; before anything is done with an entry at or behind the place. */
    void putBack() {
        for (int i = 0; i < keys.size(); i++) {
            txn.put(keys.get(i), ByteBuffer.wrap(values.get(i)), false);
        }
        keys.clear();
        values.clear();
        place = NOWHERE;
        inserted = 0;
    }
}
