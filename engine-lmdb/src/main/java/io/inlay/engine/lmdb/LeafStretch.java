package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;

/**
 * Entries of one leaf that a cursor comes to one after another, looked up together: moves among them, and where their keys and
 * values lie, are told without a look at the page. For one thread; where several use it against the rules, each may be told
 * another entry's place or one outside of the buffer.
 */
final class LeafStretch {
    /** Entries looked up together: about what a page of usual entries holds, and little to look up in vain. */
    private static final int MOST = 32;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int step;
    private final int[] keys = new int[MOST];
    private final int[] values = new int[MOST];
    private final int[] ends = new int[MOST];
    private ByteBuffer buffer = NOTHING;
    private int firstSlot;
    private int count;
    private int index;

    LeafStretch(boolean forward) {
        this.step = forward ? 1 : -1;
    }

    /**
     * Looks up entries from a slot on, up to the end of the page or the first that is no user's entry with its value in the page
     * itself. Damage ends it too and is told by whoever reads that entry.
     */
    void read(PageView leaf, int slot) {
        count = 0;
        index = 0;
        firstSlot = slot;
        buffer = leaf.buffer();
        int found = 0;
        int next = slot;
        while (found < MOST && next >= 0 && next < leaf.count() && note(leaf, leaf.soundNode(next), found)) {
            found++;
            next += step;
        }
        count = found;
    }

    private boolean note(PageView leaf, int node, int place) {
        if (node < 0) {
            return false;
        }
        int key = leaf.keyAt(node);
        int length = leaf.keyLength(node);
        int end = leaf.plainEnd(node);
        if (end < 0 || length == 0 || StoredKey.isBlock(length) || buffer.get(key) != StoredKey.USER) {
            return false;
        }
        keys[place] = key + 1;
        values[place] = key + length;
        ends[place] = end;
        return true;
    }

    /** Forgets what was looked up. */
    void drop() {
        count = 0;
    }

    /** Whether one of the entries looked up is the current one. */
    boolean isOn() {
        return count > 0;
    }

    /** Moves on; false where the next entry was not looked up. */
    boolean moveOn() {
        int next = index + 1;
        if (next >= count) {
            return false;
        }
        index = next;
        return true;
    }

    /** The slot of the current entry. */
    int slot() {
        return firstSlot + step * index;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    int keyAt() {
        return keys[index];
    }

    int valueAt() {
        return values[index];
    }

    int valueEnd() {
        return ends[index];
    }
}
