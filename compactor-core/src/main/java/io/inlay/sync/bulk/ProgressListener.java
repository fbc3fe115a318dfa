package io.inlay.sync.bulk;

/** Is told how far a long call is. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Called at the beginning and the end of each phase and a few times a second in between, by one thread at a time though
     * not always the same. The call waits meanwhile; what this throws ends it, except once the commit is done.
     */
    void at(Progress progress);
}
