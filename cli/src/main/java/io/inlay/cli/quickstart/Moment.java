package io.inlay.cli.quickstart;

/** Where a compaction stands, as its watchers have to know it. */
final class Moment {
    /** The order of events around a commit. */
    enum Stage {
        /** The commit has not begun: only the old state may be seen. */
        BEFORE,
        /** The commit is under way: a round may see the old state or the new one. */
        COMMITTING,
        /** The commit has returned: a round that begins now sees the new state. */
        AFTER
    }

    private volatile Stage stage = Stage.BEFORE;
    private volatile boolean newSeen;

    Stage stage() {
        return stage;
    }

    void enter(Stage next) {
        stage = next;
    }

    /** Whether some round of some watcher has seen the new state: none that begins later may see the old one. */
    boolean isNewSeen() {
        return newSeen;
    }

    void sawNew() {
        newSeen = true;
    }
}
