package io.inlay.sync.diff;

/** How a record differs between two syncs. */
public enum ChangeKind {
    /** Only the later sync has it. */
    ADDED,
    /** Only the earlier sync has it. */
    REMOVED,
    /** Both have it, with other content. */
    CHANGED
}
