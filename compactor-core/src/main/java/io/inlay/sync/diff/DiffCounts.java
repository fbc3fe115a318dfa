package io.inlay.sync.diff;

/**
 * How many records of one kind differ.
 *
 * @param added only the later sync has them
 * @param removed only the earlier sync has them
 * @param changed both have them, with other content
 * @param unchanged both have them, with the same content
 */
public record DiffCounts(long added, long removed, long changed, long unchanged) {
    /** Whether none differs. */
    public boolean areEqual() {
        return added == 0 && removed == 0 && changed == 0;
    }
}
