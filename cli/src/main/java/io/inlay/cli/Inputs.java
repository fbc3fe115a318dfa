package io.inlay.cli;

import io.inlay.cli.store.OpenStores;
import io.inlay.cli.store.SyncAt;
import io.inlay.cli.store.UsageException;
import io.inlay.compactor.MergePlan;
import io.inlay.compactor.SyncSource;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The syncs that a command merges, newest first.
 *
 * @param sources the syncs
 * @param plan the plan that chose them, unless they were named one by one
 */
record Inputs(List<SyncSource> sources, Optional<MergePlan> plan) {
    /** An input, or what might have been one, as it is printed. */
    record View(String directory, String sync, String type, String startedAt, String endedAt) {
        static View of(SyncSource source) {
            return of(source, SyncRun.get(source.store().engine(), source.sync()));
        }

        private static View of(SyncSource source, SyncRun run) {
            SyncView view = SyncView.of(run);
            return new View(
                    source.store().engine().directory().toString(),
                    view.sync(),
                    view.type(),
                    view.startedAt(),
                    view.endedAt());
        }

        @Override
        public String toString() {
            return "sync " + sync + " in " + directory + ", " + type + ", " + startedAt + " to " + endedAt;
        }
    }

    /** A sync that a plan leaves out, and why. */
    record LeftOut(View sync, String reason, String sentence) {}

    /** A choice as it is printed. */
    record Plan(String rule, List<View> inputs, List<LeftOut> leftOut) {}

    /** Whether syncs are named one by one; else whole stores are given. */
    static boolean areNamed(List<SyncAt> given) {
        boolean named = given.stream().anyMatch(at -> at.sync().isPresent());
        if (named && given.stream().anyMatch(at -> at.sync().isEmpty())) {
            throw new UsageException(
                    "give either stores, of whose syncs a plan is made, or syncs, DIR:SYNC, one by one;" + " not both");
        }
        return named;
    }

    /** The syncs named, in the order given, which must be there. */
    static Inputs named(List<SyncAt> given, OpenStores stores) {
        List<SyncSource> sources = given.stream().map(at -> source(at, stores)).toList();
        return new Inputs(sources, Optional.empty());
    }

    private static SyncSource source(SyncAt at, OpenStores stores) {
        SyncStore store = stores.find(at.directory()).orElseThrow(at::missing);
        return new SyncSource(store, at.run(store).id());
    }

    /** Those that a rule chooses from all syncs of the stores; one that is still to be made has none. */
    static Inputs planned(List<SyncAt> given, OpenStores stores, MergePlan.Rule rule) {
        MergePlan plan = MergePlan.of(
                rule,
                given.stream()
                        .flatMap(at -> stores.find(at.directory()).stream())
                        .toList());
        return new Inputs(plan.inputs(), Optional.of(plan));
    }

    /** What the plan leaves out. */
    List<LeftOut> leftOut() {
        return plan.map(made -> made.leftOut().stream().map(Inputs::leftOut).toList())
                .orElse(List.of());
    }

    /** As it is printed as JSON. */
    Plan view() {
        return new Plan(
                plan.map(made -> made.rule().name().toLowerCase(Locale.ROOT)).orElse("named"),
                sources.stream().map(View::of).toList(),
                leftOut());
    }

    private static LeftOut leftOut(MergePlan.LeftOut out) {
        return new LeftOut(
                View.of(out.candidate().source(), out.candidate().run()),
                out.reason().name().toLowerCase(Locale.ROOT),
                out.sentence());
    }

    /** As it is printed for a person. */
    String text() {
        return plan.map(MergePlan::toString).orElseGet(() -> {
            StringBuilder text = new StringBuilder("as named, the newest first:\n");
            sources.forEach(source -> text.append("  ").append(View.of(source)).append('\n'));
            return text.toString();
        });
    }
}
