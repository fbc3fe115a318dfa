package io.inlay.cli;

import io.inlay.cli.store.OpenStores;
import io.inlay.cli.store.Stores;
import io.inlay.cli.store.SyncAt;
import io.inlay.cli.store.UsageException;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.FoldOptions;
import io.inlay.compactor.FoldResult;
import io.inlay.compactor.FoldStrategy;
import io.inlay.compactor.MergePlan;
import io.inlay.compactor.MergePlan.Rule;
import io.inlay.compactor.SyncSource;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lays newer syncs over a finished one, which keeps its id. */
@Command(
        name = "fold",
        mixinStandardHelpOptions = true,
        description =
                "Lay newer syncs over a finished one, which keeps its id, in one atomic step. Of whole stores a plan"
                        + " takes the newest full sync, which must be in --into, and what was seen after it.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class FoldCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "SOURCE",
            converter = SyncAtConverter.class,
            description =
                    "Stores, DIR, of whose syncs and those of --into a plan is made; or syncs, DIR:SYNC, of which the"
                            + " first wins ties.")
    private List<SyncAt> sources = new ArrayList<>();

    @Option(names = "--into", required = true, paramLabel = "DIR", description = "The store that is changed.")
    private Path into;

    @Option(
            names = "--sync",
            paramLabel = "ID",
            converter = SyncIdConverter.class,
            description = "The sync that is folded into; by default the base of the plan.")
    private @Nullable SyncId sync;

    @Option(
            names = "--strategy",
            paramLabel = "HOW",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); the result is the same.")
    private FoldStrategy strategy = FoldStrategy.AUTO;

    @Option(
            names = "--dry-run",
            description = "Tell which syncs would be folded, and why every other one is left out; change nothing.")
    private boolean dryRun;

    FoldCommand(Console console) {
        this.console = console;
    }

    /** What is folded into what. */
    private record Chosen(SyncId base, List<SyncSource> newer, Inputs inputs) {}

    private record Planned(String sync, Inputs.Plan plan) {}

    private record Change(String bucket, long added, long replaced, long unchanged) {}

    private record Folded(
            String sync,
            String type,
            String strategy,
            String reason,
            List<Inputs.View> newer,
            List<Inputs.LeftOut> leftOut,
            List<Change> changes,
            long records,
            long bytes,
            List<BucketRows> buckets,
            Map<String, Duration> times,
            long bytesCopied,
            long bytesLinked,
            Duration writersHeld) {}

    @Override
    public Integer call() {
        boolean named = Inputs.areNamed(sources);
        if (named && sync == null) {
            throw new UsageException("--sync ID tells which sync of " + into + " they are folded into");
        }
        Stores.requireStore(into);
        return dryRun ? plan(named) : fold(named);
    }

    private int plan(boolean named) {
        try (OpenStores stores = OpenStores.checking(into, engine.name(), engine.settings(), directories())) {
            Chosen chosen = choose(named, stores);
            if (!chosen.newer.isEmpty()) {
                new Compactor(stores.at(into)).checkFold(chosen.base, chosen.newer);
            }
            common.print(
                    console,
                    new Planned(chosen.base.toString(), chosen.inputs.view()),
                    "into sync " + chosen.base + " in " + into + "\n" + chosen.inputs.text());
            return chosen.newer.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.DONE;
        }
    }

    private int fold(boolean named) {
        Folded folded;
        WorkControl control = console.ending().inOrder();
        try (OpenStores stores = OpenStores.writing(into, engine.name(), engine.settings(), directories());
                ProgressBar bar = new ProgressBar(console)) {
            bar.step("fold");
            Chosen chosen = choose(named, stores);
            if (chosen.newer.isEmpty()) {
                throw new NothingToDoException("there is nothing to fold into sync " + chosen.base + " in " + into
                        + "; --dry-run tells why each sync is left out");
            }
            FoldOptions options = FoldOptions.defaults().withStrategy(strategy).withControl(control.withListener(bar));
            List<Inputs.View> newer = chosen.newer.stream().map(Inputs.View::of).toList();
            FoldResult result = new Compactor(stores.at(into)).fold(chosen.base, chosen.newer, options);
            folded = folded(result, newer, chosen.inputs.leftOut());
        }
        common.print(console, folded, text(folded));
        return ExitCode.DONE;
    }

    private List<Path> directories() {
        return sources.stream().map(SyncAt::directory).toList();
    }

    private Chosen choose(boolean named, OpenStores stores) {
        if (named && sync != null) {
            Inputs inputs = Inputs.named(sources, stores);
            return new Chosen(sync, inputs.sources(), inputs);
        }
        List<SyncAt> all = new ArrayList<>(List.of(new SyncAt(into, Optional.empty())));
        all.addAll(sources);
        Inputs inputs = Inputs.planned(all, stores, Rule.BASE_AND_NEWER);
        SyncSource base = base(inputs, stores.at(into));
        return new Chosen(
                base.sync(), inputs.sources().subList(0, inputs.sources().size() - 1), inputs);
    }

    private SyncSource base(Inputs inputs, SyncStore target) {
        SyncSource base = inputs.plan()
                .flatMap(MergePlan::base)
                .orElseThrow(() -> new NothingToDoException(
                        "there is no finished full or resources-only sync to fold into; name the syncs one by one"));
        boolean isThere = base.store().equals(target) && (sync == null || sync.equals(base.sync()));
        if (!isThere) {
            throw new UsageException("the base of the plan is " + base + ", not "
                    + (sync == null ? "one in " + into : "sync " + sync + " in " + into)
                    + "; name the syncs one by one to fold into another");
        }
        return base;
    }

    private static Folded folded(FoldResult result, List<Inputs.View> newer, List<Inputs.LeftOut> leftOut) {
        return new Folded(
                result.sync().toString(),
                SyncTypes.text(result.type()),
                result.strategy().name().toLowerCase(Locale.ROOT),
                result.reason(),
                newer,
                leftOut,
                result.changes().stream().map(FoldCommand::change).toList(),
                result.records(),
                result.bytes(),
                BucketRows.of(result.written()),
                Times.of(result.times()),
                result.replaced().bytesCopied(),
                result.replaced().bytesLinked(),
                result.replaced().writersHeld());
    }

    private static Change change(FoldResult.Change change) {
        return new Change(change.bucket().label(), change.added(), change.replaced(), change.unchanged());
    }

    private String text(Folded folded) {
        Table table = new Table("", "added", "replaced", "unchanged");
        folded.changes.forEach(change -> table.row(
                change.bucket,
                Table.number(change.added),
                Table.number(change.replaced),
                Table.number(change.unchanged)));
        StringBuilder text = new StringBuilder(table.toString());
        folded.newer.forEach(each -> text.append("\nfolded: ").append(each));
        folded.leftOut.forEach(out -> text.append("\nleft out: ").append(out.sentence()));
        return text.append("\nsync ")
                .append(folded.sync)
                .append(", ")
                .append(folded.type)
                .append(", in ")
                .append(into)
                .append(": ")
                .append(folded.strategy)
                .append(", ")
                .append(folded.reason)
                .append("; rows written ")
                .append(Table.number(folded.records))
                .append(Times.text(folded.times, folded.writersHeld))
                .toString();
    }
}
