package io.inlay.sync.retain;

import io.inlay.sync.SyncRun;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.SyncTypes;
import io.inlay.sync.retain.RetentionPlan.Decision;
import io.inlay.sync.retain.RetentionPlan.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The decision over the runs of one store, to be made once. */
final class Choice {
    private static final int DIFFS_WITHOUT_CHOICE = 2;

    private final RetentionPolicy policy;
    private final List<SyncRun> runs;
    private final Set<SyncId> held;
    private final Map<SyncId, Decision> decisions = new LinkedHashMap<>();

    Choice(RetentionPolicy policy, List<SyncRun> oldestFirst, Set<SyncId> held) {
        this.policy = policy;
        this.runs = oldestFirst;
        this.held = held;
    }

    /** What becomes of each run, in their order. */
    List<Decision> decide() {
        List<SyncRun> full = those(run -> isFull(run) && (run.isFinished() || isNamed(run)));
        int tooMany = Math.max(full.size() - policy.fullSyncs(), 0);
        for (SyncRun run : full.subList(0, tooMany)) {
            decide(
                    run,
                    Reason.OVER_LIMIT,
                    "is full, and of " + full.size() + " full syncs the newest " + policy.fullSyncs() + " are kept");
        }
        for (SyncRun run : full.subList(tooMany, full.size())) {
            decide(run, Reason.NEWEST_FULL, "is one of the newest " + policy.fullSyncs() + " full syncs");
        }
        Optional<SyncRun> oldestKept = tooMany == 0
                ? Optional.empty()
                : full.stream().filter(this::stays).findFirst();
        those(run -> SyncTypes.isCompactable(run.type()) && !isFull(run))
                .forEach(run -> decidePartial(run, oldestKept));
        decideDiffs(those(run -> SyncTypes.isDiff(run.type()) && run.isFinished()));
        those(run -> !run.isFinished() && !decisions.containsKey(run.id()))
                .forEach(run -> decide(run, Reason.UNFINISHED, "is not finished"));
        return runs.stream()
                .map(run -> Objects.requireNonNull(decisions.get(run.id())))
                .toList();
    }

    private void decidePartial(SyncRun run, Optional<SyncRun> oldestKept) {
        Optional<Instant> cutoff = oldestKept.flatMap(SyncRun::startedAt);
        boolean old = cutoff.isPresent()
                && run.endedAt().isPresent()
                && run.endedAt().get().isBefore(cutoff.get());
        if (old) {
            decide(
                    run,
                    Reason.OLDER_THAN_FULL,
                    "ended at " + run.endedAt().get() + ", before the oldest full sync that is kept, "
                            + oldestKept.orElseThrow().id() + ", started at " + cutoff.get());
        } else {
            decide(
                    run,
                    Reason.ADDS_TO_FULL,
                    cutoff.isPresent()
                            ? "did not end before the oldest full sync that is kept, "
                                    + oldestKept.orElseThrow().id() + ", started"
                            : "may add to a full sync that is kept");
        }
    }

    private void decideDiffs(List<SyncRun> diffs) {
        if (diffs.size() <= DIFFS_WITHOUT_CHOICE) {
            diffs.forEach(run -> decide(run, Reason.NEWEST_DIFF, "is one of at most two halves of diffs"));
            return;
        }
        SyncRun newest = diffs.get(diffs.size() - 1);
        for (SyncRun run : diffs) {
            if (run.equals(newest) || run.id().toString().equals(newest.record().getLinkedSyncId())) {
                decide(run, Reason.NEWEST_DIFF, "is half of the newest diff");
            } else {
                decide(run, Reason.OLD_DIFF, "is half of a diff, and the newest diff is " + newest.id());
            }
        }
    }

    /** Notes the decision of a rule, or what stands above the rules. */
    private void decide(SyncRun run, Reason reason, String sentence) {
        Decision decision = new Decision(run, reason, sentence);
        if (isNamed(run)) {
            decision = new Decision(run, Reason.NAMED, "is named as one to keep");
        } else if (held.contains(run.id())) {
            decision = new Decision(run, Reason.HELD, "is being written or replaced by another call");
        } else if (!run.isFinished()) {
            decision = new Decision(run, Reason.UNFINISHED, "is not finished");
        }
        decisions.put(run.id(), decision);
    }

    private boolean stays(SyncRun run) {
        return !Objects.requireNonNull(decisions.get(run.id())).reason().drops();
    }

    private boolean isNamed(SyncRun run) {
        return policy.named().contains(run.id());
    }

    private List<SyncRun> those(Predicate<SyncRun> condition) {
        return new ArrayList<>(runs.stream().filter(condition).toList());
    }

    private static boolean isFull(SyncRun run) {
        return run.type() == SyncType.SYNC_TYPE_FULL
                || (!SyncTypes.isCompactable(run.type()) && !SyncTypes.isDiff(run.type()));
    }
}
