package io.inlay.sync.diff;

/** Counts the records of one kind. */
final class DiffTally {
    private long added;
    private long removed;
    private long changed;
    private long unchanged;

    void add(ChangeKind kind) {
        switch (kind) {
            case ADDED -> added++;
            case REMOVED -> removed++;
            case CHANGED -> changed++;
        }
    }

    void addUnchanged() {
        unchanged++;
    }

    DiffCounts counts() {
        return new DiffCounts(added, removed, changed, unchanged);
    }
}
