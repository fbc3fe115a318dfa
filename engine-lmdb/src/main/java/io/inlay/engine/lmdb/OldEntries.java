package io.inlay.engine.lmdb;

/** What a range holds before it is replaced, as stored entries, ascending. For one thread. */
final class OldEntries {
    private final TreeWalk walk;
    private final byte[] until;
    private boolean on;
    private int checkedLeaf;
    private boolean leafIsInside;

    /** Stands on the first entry. */
    OldEntries(TreeWalk walk, StoredRange range) {
        this.walk = walk;
        this.until = range.until();
        this.checkedLeaf = walk.leafLoads();
        this.on = inside(walk.ceiling(range.from()));
    }

    /** Whether there is a current entry. */
    boolean isOn() {
        return on;
    }

    /** Whether nothing at all is stored at or above where the entries ended. */
    boolean isAtEnd() {
        return !on && !walk.isOn();
    }

    TreeWalk walk() {
        return walk;
    }

    /** Moves to the next entry. */
    void next() {
        on = inside(walk.next());
    }

    private boolean inside(boolean found) {
        if (!found) {
            return false;
        }
        if (walk.leafLoads() != checkedLeaf) {
            checkedLeaf = walk.leafLoads();
            leafIsInside = walk.leafLies(true, until);
        }
        return leafIsInside || walk.compareKey(until) < 0;
    }
}
