package io.inlay.engine.lmdb;

import io.inlay.engine.lmdb.MetaPage.TreeRoot;
import io.inlay.engine.support.Failures;
import java.nio.ByteBuffer;
import jnr.ffi.Pointer;

/**
 * A position among the stored entries of one tree of one version, moved by reading pages in Java alone. The version stays
 * pinned by whoever owns the walk. Keys that do not ascend from one leaf to the next are damage, so no walk is endless. For
 * one thread.
 */
final class TreeWalk {
    private final PageFile file;
    private final TreeRoot tree;
    private final boolean ordered;
    private final int leafLevel;
    private final PageView[] views;
    private final int[] slots;
    private final PageView leaf;
    private byte[] edge = {};
    private int edgeLength;
    private int leafLoads;
    private int node;
    private boolean on;

    /** What the last prefetch gave; kept so that its reads are made. */
    int prefetched;

    /**
     * Makes a walk that stands nowhere.
     *
     * @param ordered whether keys ascend byte by byte, as those of entries do
     */
    TreeWalk(PageFile file, TreeRoot tree, long lastPage, boolean ordered) {
        this.file = file;
        this.tree = tree;
        this.ordered = ordered;
        this.leafLevel = Math.max(0, tree.depth() - 1);
        this.views = new PageView[leafLevel + 1];
        for (int level = 0; level <= leafLevel; level++) {
            views[level] = new PageView(file, lastPage);
        }
        this.slots = new int[leafLevel + 1];
        this.leaf = views[leafLevel];
    }

    PageFile file() {
        return file;
    }

    /** Moves to the first entry; false in an empty tree. */
    boolean first() {
        return edge(true);
    }

    /** Moves to the last entry; false in an empty tree. */
    boolean last() {
        return edge(false);
    }

    private boolean edge(boolean first) {
        if (tree.isEmpty()) {
            return off();
        }
        load(0, tree.root());
        descend(0, first);
        return stand(first ? 0 : leaf.count() - 1);
    }

    /** From a loaded page of a level down to a leaf, along the first or the last children. */
    private void descend(int from, boolean first) {
        for (int level = from; level < leafLevel; level++) {
            slots[level] = first ? 0 : views[level].count() - 1;
            load(level + 1, views[level].child(slots[level]));
        }
    }

    /** Moves to the first entry at or above a stored key; false where there is none. */
    boolean ceiling(byte[] key) {
        return ceiling(key, key.length);
    }

    /** As {@link #ceiling(byte[])}, with a key that is the first bytes of an array. */
    boolean ceiling(byte[] key, int length) {
        if (tree.isEmpty()) {
            return off();
        }
        KeySearch search = new KeySearch(key, length);
        if (!on || !liesInLeaf(key, length)) {
            load(0, tree.root());
            for (int level = 0; level < leafLevel; level++) {
                slots[level] = views[level].searchBranch(search);
                load(level + 1, views[level].child(slots[level]));
            }
        }
        int slot = leaf.searchLeaf(search);
        if (slot < leaf.count()) {
            return stand(slot);
        }
        stand(slot - 1);
        return nextLeaf();
    }

    private boolean liesInLeaf(byte[] key, int length) {
        return leaf.compare(0, key, length) <= 0 && leaf.compare(leaf.count() - 1, key, length) >= 0;
    }

    /** Moves on; false at the end. Only from an entry. */
    boolean next() {
        int slot = slots[leafLevel] + 1;
        return slot < leaf.count() ? stand(slot) : nextLeaf();
    }

    private boolean nextLeaf() {
        return turn(true) && stand(0);
    }

    /** Moves back; false at the start. Only from an entry. */
    boolean previous() {
        int slot = slots[leafLevel] - 1;
        return slot >= 0 ? stand(slot) : turn(false) && stand(leaf.count() - 1);
    }

    /** Goes to the neighbouring leaf, checking that the order of keys goes on. */
    private boolean turn(boolean forward) {
        int level = leafLevel - 1;
        while (level >= 0 && slots[level] == (forward ? views[level].count() - 1 : 0)) {
            level--;
        }
        if (level < 0) {
            return off();
        }
        noteEdge(leaf.node(forward ? leaf.count() - 1 : 0));
        slots[level] += forward ? 1 : -1;
        load(level + 1, views[level].child(slots[level]));
        descend(level + 1, forward);
        prefetchNeighbour(forward);
        int order = leaf.compare(forward ? 0 : leaf.count() - 1, edge, edgeLength);
        if (ordered && (forward ? order <= 0 : order >= 0)) {
            throw leaf.corrupt("its keys do not follow those of the page before");
        }
        return true;
    }

    /** Brings the leaf that comes next, wherever in the file it is, near the processor while the present one is read. */
    private void prefetchNeighbour(boolean forward) {
        PageView branch = views[leafLevel - 1];
        int slot = slots[leafLevel - 1] + (forward ? 1 : -1);
        if (slot >= 0 && slot < branch.count()) {
            prefetched = file.prefetch(branch.child(slot));
        }
    }

    private void noteEdge(int edgeNode) {
        edgeLength = leaf.keyLength(edgeNode);
        if (edge.length < edgeLength) {
            edge = new byte[2 * edgeLength];
        }
        leaf.buffer().get(leaf.keyAt(edgeNode), edge, 0, edgeLength);
    }

    private void load(int level, long page) {
        if (level == leafLevel) {
            leafLoads++;
            on = false;
        }
        views[level].load(page, level == leafLevel ? PageView.LEAF : PageView.BRANCH);
    }

    private boolean stand(int slot) {
        slots[leafLevel] = slot;
        node = leaf.node(slot);
        on = true;
        return true;
    }

    /** Moves to an entry of the current leaf. */
    void standIn(int slot) {
        if (slot < 0 || slot >= leaf.count()) {
            throw Failures.invalid("a cursor is used by two threads at once");
        }
        stand(slot);
    }

    /** Looks up entries from the current one on. */
    void readInto(LeafStretch stretch) {
        stretch.read(leaf, slots[leafLevel]);
    }

    private boolean off() {
        on = false;
        return false;
    }

    /** Whether the walk stands on an entry. */
    boolean isOn() {
        return on;
    }

    /** Changes whenever the walk comes to another leaf. */
    int leafLoads() {
        return leafLoads;
    }

    /** Whether all keys of the current leaf are below (or all above) a stored key. */
    boolean leafLies(boolean below, byte[] key) {
        return below ? leaf.compare(leaf.count() - 1, key) < 0 : leaf.compare(0, key) > 0;
    }

    /** The mapping in which the current key lies. */
    ByteBuffer keyBuffer() {
        return leaf.buffer();
    }

    int keyAt() {
        return leaf.keyAt(node);
    }

    int keyLength() {
        return leaf.keyLength(node);
    }

    /** Compares the current stored key with another. */
    int compareKey(byte[] key) {
        return compareKey(key, key.length);
    }

    /** Compares the current stored key with another, which lies at the start of an array. */
    int compareKey(byte[] key, int length) {
        return PageView.compare(leaf.buffer(), keyAt(), keyLength(), key, 0, length);
    }

    /** A copy of the current stored key. */
    byte[] copyKey() {
        byte[] copy = new byte[keyLength()];
        keyBuffer().get(keyAt(), copy);
        return copy;
    }

    /** Finds the current value; afterwards it lies in the returned view's value buffer. */
    PageView value() {
        leaf.findValue(node);
        return leaf;
    }

    /** Whether the current leaf's entries lie in a copy of it as they do here. */
    boolean isLaidOutLike(Pointer copy) {
        return leaf.isLaidOutLike(copy, node);
    }

    /** Length of the current value, which is not looked for. */
    int valueLength() {
        return leaf.storedLength(node);
    }

    /** A copy of the current value. */
    byte[] copyValue() {
        PageView found = value();
        byte[] copy = new byte[found.valueLength()];
        found.valueBuffer().get(found.valueAt(), copy);
        return copy;
    }
}
