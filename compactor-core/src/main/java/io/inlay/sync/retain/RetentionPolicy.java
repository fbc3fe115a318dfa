package io.inlay.sync.retain;

import io.inlay.sync.SyncException;
import io.inlay.sync.SyncRun;
import io.inlay.sync.key.SyncId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How many syncs are kept. Immutable.
 *
 * <ul>
 *   <li>Syncs that have no end, that a call holds, or that are named here always stay.
 *   <li>Of the full syncs, and those of unknown types, the newest {@code fullSyncs} stay. A named one that is among these
 *       newest takes up its place, finished or not, and so does a finished one that a call holds; an older one stays besides
 *       them.
 *   <li>If a full sync goes for that, so does every partial and resources-only sync that ended before the oldest full sync
 *       that stays was started. Without a start of that one they all stay. A merged sync may have ended, as its inputs did,
 *       before it was started itself, and is judged by its run record as it stands.
 *   <li>Of more than two halves of diffs the newest stays, with the one that it is linked to.
 * </ul>
 *
 * @param fullSyncs how many full syncs stay, 0 or more
 * @param named syncs that stay whatever the rules say; unmodifiable
 */
public record RetentionPolicy(int fullSyncs, Set<SyncId> named) {
    /** How many full syncs stay unless told otherwise. */
    public static final int DEFAULT_FULL_SYNCS = 2;

    private static final RetentionPolicy DEFAULTS = new RetentionPolicy(DEFAULT_FULL_SYNCS, Set.of());

    /**
     * Takes a copy of the set.
     *
     * @throws IllegalArgumentException for a negative number
     */
    public RetentionPolicy {
        if (fullSyncs < 0) {
            throw new IllegalArgumentException("full syncs to keep are 0 or more, not " + fullSyncs);
        }
        named = Set.copyOf(named);
    }

    /** Two full syncs stay, none is named. */
    public static RetentionPolicy defaults() {
        return DEFAULTS;
    }

    /** The same with another number of full syncs. */
    public RetentionPolicy withFullSyncs(int number) {
        return new RetentionPolicy(number, named);
    }

    /** The same with these syncs named instead. */
    public RetentionPolicy withNamed(Set<SyncId> syncs) {
        return new RetentionPolicy(fullSyncs, syncs);
    }

    /**
     * Decides by run records alone.
     *
     * @param oldestFirst the runs of a store, the oldest first
     * @param held syncs that a call holds
     * @throws SyncException NOT_FOUND when a named sync is not among the runs
     */
    public RetentionPlan choose(List<SyncRun> oldestFirst, Set<SyncId> held) {
        Set<SyncId> missing = new LinkedHashSet<>(named);
        oldestFirst.forEach(run -> missing.remove(run.id()));
        if (!missing.isEmpty()) {
            throw new SyncException(
                    SyncException.Kind.NOT_FOUND,
                    "sync " + missing.iterator().next() + ", which is named as one to keep, is not there");
        }
        return new RetentionPlan(new Choice(this, oldestFirst, held).decide());
    }
}
