package io.inlay.sync.retain;

import io.inlay.sync.SyncRun;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncTypes;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** What becomes of each sync of a store, and why. Once made it reads nothing. Immutable. */
public final class RetentionPlan {
    private final List<Decision> decisions;

    RetentionPlan(List<Decision> decisions) {
        this.decisions = List.copyOf(decisions);
    }

    /** Why a sync goes or stays. */
    public enum Reason {
        /** Goes: there are enough newer full syncs. */
        OVER_LIMIT(true),
        /** Goes: it ended before the oldest full sync that stays was started. */
        OLDER_THAN_FULL(true),
        /** Goes: it is half of a diff that a newer one follows. */
        OLD_DIFF(true),
        /** Stays: it has no end. */
        UNFINISHED(false),
        /** Stays: a call is writing or replacing it. */
        HELD(false),
        /** Stays: the policy names it. */
        NAMED(false),
        /** Stays: it is one of the newest full syncs. */
        NEWEST_FULL(false),
        /** Stays: it is partial or resources-only, and did not end before the oldest full sync that stays was started. */
        ADDS_TO_FULL(false),
        /** Stays: it is half of the newest diff, or of one of at most two. */
        NEWEST_DIFF(false);

        private final boolean drops;

        Reason(boolean drops) {
            this.drops = drops;
        }

        /** Whether a sync goes for this reason. */
        public boolean drops() {
            return drops;
        }
    }

    /**
     * What becomes of one sync.
     *
     * @param run its course
     * @param reason why it goes or stays
     * @param sentence why, for people: one line, of which the sync is the subject
     */
    public record Decision(SyncRun run, Reason reason, String sentence) {}

    /** Every sync, the oldest first; unmodifiable. */
    public List<Decision> decisions() {
        return decisions;
    }

    /** The syncs that go, the oldest first; unmodifiable. */
    public Set<SyncId> dropped() {
        return ids(true);
    }

    /** The syncs that stay, the oldest first; unmodifiable. */
    public Set<SyncId> kept() {
        return ids(false);
    }

    private Set<SyncId> ids(boolean drops) {
        Set<SyncId> ids = new LinkedHashSet<>();
        decisions.stream()
                .filter(decision -> decision.reason().drops() == drops)
                .forEach(decision -> ids.add(decision.run().id()));
        return Collections.unmodifiableSet(ids);
    }

    /** A line for each sync: whether it goes or stays, its id and type, and why. */
    @Override
    public String toString() {
        StringJoiner lines = new StringJoiner("\n");
        for (Decision decision : decisions) {
            lines.add((decision.reason().drops() ? "drop " : "keep ")
                    + decision.run().id() + " " + SyncTypes.text(decision.run().type()) + ": " + decision.sentence());
        }
        return lines.toString();
    }
}
