package io.inlay.compactor;

import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.SyncTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Which syncs of some stores are merged, in which order, and why every other one is not. Made from run records alone;
 * once made it reads nothing. Immutable.
 *
 * <p>A merge takes the newest record of every key, so a record that a later sync no longer saw comes back with every older
 * sync that still has it. A full sync tells all there was: {@link Rule#BASE_AND_NEWER} therefore begins at the newest one
 * and takes only what was seen after it.
 *
 * <p>The newer of two syncs is the one that ended later, of two that ended at once the one of the greater id.
 *
 * <p>Syncs that have not ended, and those of diff and unknown types, are never taken. Of a sync that several stores hold
 * the copy that ended last is considered, of equal ones that of the store given first. A damaged run record could be that of
 * the newest full sync, and a plan without it a wrong one, so it is an error and not a reason to leave a sync out.
 */
public final class MergePlan {
    private final Rule rule;
    private final Optional<Candidate> base;
    private final List<Candidate> taken;
    private final List<LeftOut> leftOut;

    /** By what rule syncs are chosen. */
    public enum Rule {
        /**
         * The newest full sync is the base; over it are laid the partial and resources-only syncs that started when it had
         * ended or later. One without a start is left out: it may be older. Without a full sync the newest resources-only
         * sync is the base, by the same rule. Without that all partial syncs are taken, and there is no base.
         */
        BASE_AND_NEWER,
        /** All finished full, partial and resources-only syncs. What a newer full sync no longer saw comes back. */
        UNION
    }

    /** Why a sync is not merged. */
    public enum Reason {
        /** It has no end. */
        UNFINISHED,
        /** It is half of a diff. */
        DIFF,
        /** Its type is none that this version knows. */
        UNKNOWN_TYPE,
        /** The same sync is considered from another store. */
        OTHER_COPY,
        /** It is a full sync, and the base is a newer one. */
        SUPERSEDED,
        /** It started before the base ended. */
        STARTED_BEFORE_BASE_ENDED,
        /** It does not tell when it started. */
        NO_START
    }

    /**
     * A sync that can be chosen.
     *
     * @param store where it is
     * @param run its course
     */
    public record Candidate(SyncStore store, SyncRun run) {
        /** Refuses null. */
        public Candidate {
            Objects.requireNonNull(store, "store");
            Objects.requireNonNull(run, "run");
        }

        /** The sync as an input. */
        public SyncSource source() {
            return new SyncSource(store, run.id());
        }
    }

    /**
     * A sync that is not merged.
     *
     * @param candidate the sync
     * @param reason why
     * @param sentence why, for people: one line, of which the sync is the subject
     */
    public record LeftOut(Candidate candidate, Reason reason, String sentence) {}

    private MergePlan(Rule rule, SyncChoice choice) {
        this.rule = rule;
        this.base = choice.base();
        this.taken = choice.taken();
        this.leftOut = choice.leftOut();
    }

    /**
     * Plans over all syncs of some stores.
     *
     * @param stores a store given twice counts once
     * @throws io.inlay.sync.SyncException CORRUPT when a run record is damaged; drop that sync, or name the inputs of the
     *     merge without a plan
     * @throws io.inlay.engine.EngineException as the engines' reads
     */
    public static MergePlan of(Rule rule, Collection<SyncStore> stores) {
        List<Candidate> candidates = new ArrayList<>();
        for (SyncStore store : new LinkedHashSet<>(stores)) {
            store.runs().forEach(run -> candidates.add(new Candidate(store, run)));
        }
        return ofCandidates(rule, candidates);
    }

    /** Plans over these syncs; one given twice counts once. */
    public static MergePlan ofCandidates(Rule rule, Collection<Candidate> candidates) {
        return new MergePlan(rule, new SyncChoice(rule, candidates));
    }

    /** The rule by which it was made. */
    public Rule rule() {
        return rule;
    }

    /** The syncs to merge, newest first, the base last; unmodifiable, empty if none is to be had. One alone is a copy. */
    public List<SyncSource> inputs() {
        return taken.stream().map(Candidate::source).toList();
    }

    /** The last of the {@link #inputs}, if the rule gives it the part of a base. */
    public Optional<SyncSource> base() {
        return base.map(Candidate::source);
    }

    /** The type of the merged sync; unspecified if there is no input. */
    public SyncType type() {
        return SyncTypes.union(taken.stream().map(input -> input.run().type()).toList());
    }

    /** Every candidate that is not an input, in the order in which they were given; unmodifiable. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** All of it as text of several lines: the inputs in their order, then what is left out and why. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("\n");
        text.add(headline());
        for (Candidate input : taken) {
            String part = base.filter(input::equals).isPresent() ? "base" : "newer";
            text.add("  " + (base.isPresent() ? part + ": " : "") + describe(input));
        }
        if (!leftOut.isEmpty()) {
            text.add(leftOut.size() + " left out:");
            leftOut.forEach(out -> text.add("  " + out.sentence()));
        }
        return text.toString();
    }

    private String headline() {
        String by = rule == Rule.UNION ? "union" : "base and newer";
        if (taken.isEmpty()) {
            return by + ": there is no sync to merge";
        }
        String how = taken.size() == 1 ? "1 sync is copied" : taken.size() + " syncs are merged, the newest first,";
        return by + ": " + how + " to a sync of type " + SyncTypes.text(type());
    }

    private static String describe(Candidate input) {
        SyncRun run = input.run();
        String start = run.startedAt().map(Instant::toString).orElse("an unknown time");
        return input.source() + ", " + SyncTypes.text(run.type()) + ", " + start + " to "
                + run.endedAt().orElseThrow();
    }
}
