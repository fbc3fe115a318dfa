package io.inlay.compactor;

import io.inlay.compactor.MergePlan.Candidate;
import io.inlay.compactor.MergePlan.LeftOut;
import io.inlay.compactor.MergePlan.Reason;
import io.inlay.compactor.MergePlan.Rule;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.SyncTypes;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The choice of a {@link MergePlan}: each candidate is taken, or put aside with a reason. */
final class SyncChoice {
    private static final Comparator<Candidate> BY_AGE = Comparator.comparing(SyncChoice::end)
            .thenComparing(candidate -> candidate.run().id());

    private final Set<Candidate> given;
    private final Map<Candidate, LeftOut> aside = new HashMap<>();
    private final Optional<Candidate> base;

    SyncChoice(Rule rule, Collection<Candidate> candidates) {
        given = new LinkedHashSet<>(List.copyOf(candidates));
        given.forEach(this::putAsideUnfit);
        putAsideOtherCopies();
        base = rule == Rule.UNION
                ? Optional.empty()
                : newest(SyncType.SYNC_TYPE_FULL).or(() -> newest(SyncType.SYNC_TYPE_RESOURCES_ONLY));
        base.ifPresent(this::putAsideOlder);
    }

    Optional<Candidate> base() {
        return base;
    }

    /** Those not put aside, newest first, the base last. */
    List<Candidate> taken() {
        Comparator<Candidate> baseLast =
                Comparator.comparing(candidate -> base.filter(candidate::equals).isPresent());
        return eligible().stream()
                .sorted(baseLast.thenComparing(BY_AGE.reversed()))
                .toList();
    }

    /** Those put aside, as they were given. */
    List<LeftOut> leftOut() {
        return given.stream().map(aside::get).filter(Objects::nonNull).toList();
    }

    private List<Candidate> eligible() {
        return given.stream().filter(candidate -> !aside.containsKey(candidate)).toList();
    }

    private void putAsideUnfit(Candidate candidate) {
        SyncType type = candidate.run().type();
        if (!candidate.run().isFinished()) {
            putAside(candidate, Reason.UNFINISHED, "has not ended");
        } else if (SyncTypes.isDiff(type)) {
            putAside(
                    candidate,
                    Reason.DIFF,
                    "is half of a diff (" + SyncTypes.text(type) + "), not a state of anything");
        } else if (!SyncTypes.isCompactable(type)) {
            int number = candidate.run().record().getTypeValue();
            putAside(candidate, Reason.UNKNOWN_TYPE, "is of type " + number + ", which this version does not know");
        }
    }

    private void putAsideOtherCopies() {
        Map<SyncId, Candidate> chosen = new HashMap<>();
        for (Candidate candidate : eligible()) {
            chosen.merge(candidate.run().id(), candidate, (a, b) -> end(b).isAfter(end(a)) ? b : a);
        }
        for (Candidate candidate : eligible()) {
            Candidate copy = Objects.requireNonNull(chosen.get(candidate.run().id()));
            if (!copy.equals(candidate)) {
                putAside(
                        candidate,
                        Reason.OTHER_COPY,
                        "is considered from " + copy.store().engine().directory()
                                + (end(copy).isAfter(end(candidate))
                                        ? ", where it ended later"
                                        : ", which comes first"));
            }
        }
    }

    private Optional<Candidate> newest(SyncType type) {
        return eligible().stream()
                .filter(candidate -> candidate.run().type() == type)
                .max(BY_AGE);
    }

    private void putAsideOlder(Candidate newBase) {
        for (Candidate candidate : eligible()) {
            if (!candidate.equals(newBase)) {
                putAsideIfOlder(candidate, newBase);
            }
        }
    }

    private void putAsideIfOlder(Candidate candidate, Candidate newBase) {
        Optional<Instant> start = candidate.run().startedAt();
        String named = "sync " + newBase.run().id();
        if (candidate.run().type() == SyncType.SYNC_TYPE_FULL) {
            putAside(
                    candidate,
                    Reason.SUPERSEDED,
                    "is a full sync that ended at " + end(candidate) + "; the base, " + named
                            + ", is a newer one and tells all there was at " + end(newBase));
        } else if (start.isEmpty()) {
            putAside(
                    candidate,
                    Reason.NO_START,
                    "does not tell when it started, so it may be older than the base, " + named);
        } else if (start.get().isBefore(end(newBase))) {
            putAside(
                    candidate,
                    Reason.STARTED_BEFORE_BASE_ENDED,
                    "started at " + start.get() + ", before the base, " + named + ", ended at " + end(newBase));
        }
    }

    private void putAside(Candidate candidate, Reason reason, String what) {
        aside.put(candidate, new LeftOut(candidate, reason, candidate.source() + " " + what));
    }

    private static Instant end(Candidate candidate) {
        return candidate.run().endedAt().orElseThrow();
    }
}
