package io.inlay.cli;

import io.inlay.cli.store.OpenStores;
import io.inlay.cli.store.SyncAt;
import io.inlay.cli.store.UsageException;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.MergeOptions;
import io.inlay.compactor.MergePlan.Rule;
import io.inlay.compactor.MergeResult;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.SyncTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Merges syncs of any stores into a new one, the newest record of every key. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description =
                "Merge syncs into a new one that holds the newest record of every key. Of whole stores a plan takes"
                        + " the newest full sync and what was seen after it.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class MergeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            converter = SyncAtConverter.class,
            description =
                    "Stores, DIR, of whose syncs a plan is made; or syncs, DIR:SYNC, of which the first wins ties.")
    private List<SyncAt> sources = new ArrayList<>();

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description =
                    "Where the merged sync goes, perhaps one of the sources; made where there is none if --engine names"
                            + " its engine.")
    private @Nullable Path into;

    @Option(
            names = "--sync",
            paramLabel = "ID",
            converter = SyncIdConverter.class,
            description = "The id of the merged sync: a new one, or that of a sync that was started and is empty.")
    private @Nullable SyncId sync;

    @Option(
            names = "--union",
            description =
                    "Take all finished syncs. What a newer full sync no longer saw, such as revoked access, comes back.")
    private boolean union;

    @Option(
            names = "--dry-run",
            description = "Tell which syncs would be merged, and why every other one is left out; change nothing.")
    private boolean dryRun;

    MergeCommand(Console console) {
        this.console = console;
    }

    private record Input(String directory, String sync, String type, long won) {}

    private record Merged(
            String sync,
            String type,
            List<Input> inputs,
            List<Inputs.LeftOut> leftOut,
            long contestedKeys,
            int rounds,
            List<String> rebuiltIndexes,
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
        if (named && union) {
            throw new UsageException("--union is a rule for whole stores, and syncs are named one by one");
        }
        Path target = into;
        if (target == null && (!dryRun || sync != null || engine.isGiven())) {
            throw new UsageException("--into DIR tells where the merged sync goes");
        }
        return dryRun || target == null ? plan(named, target) : merge(named, target);
    }

    private int merge(boolean named, Path target) {
        Merged merged;
        WorkControl control = console.ending().inOrder();
        try (OpenStores stores = OpenStores.writing(target, engine.name(), engine.settings(), directories());
                ProgressBar bar = new ProgressBar(console)) {
            bar.step("merge");
            Inputs inputs = inputs(named, stores);
            merged = merged(merge(stores.at(target), inputs, control.withListener(bar)), inputs);
        }
        common.print(console, merged, text(merged, target));
        return ExitCode.DONE;
    }

    /** Tells what would be merged, unless the merge would be refused. */
    private int plan(boolean named, @Nullable Path target) {
        try (OpenStores stores = target == null
                ? OpenStores.reading(directories())
                : OpenStores.checking(target, engine.name(), engine.settings(), directories())) {
            Inputs inputs = choose(named, stores);
            if (!inputs.sources().isEmpty()) {
                check(Optional.ofNullable(target).flatMap(stores::find), inputs);
            }
            common.print(console, inputs.view(), inputs.text());
            return inputs.sources().isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.DONE;
        }
    }

    private List<Path> directories() {
        return sources.stream().map(SyncAt::directory).toList();
    }

    private Inputs choose(boolean named, OpenStores stores) {
        return named
                ? Inputs.named(sources, stores)
                : Inputs.planned(sources, stores, union ? Rule.UNION : Rule.BASE_AND_NEWER);
    }

    private Inputs inputs(boolean named, OpenStores stores) {
        Inputs inputs = choose(named, stores);
        if (inputs.sources().isEmpty()) {
            throw new NothingToDoException("there is no sync to merge; --dry-run tells why each is left out");
        }
        return inputs;
    }

    private MergeResult merge(SyncStore base, Inputs inputs, WorkControl control) {
        MergeOptions options = MergeOptions.defaults().withControl(control);
        Compactor compactor = new Compactor(base);
        return sync != null && base.find(sync).isPresent()
                ? compactor.merge(inputs.sources(), sync, options)
                : compactor.merge(inputs.sources(), fresh(), options);
    }

    /** Refuses what {@link #merge} would; into a store that is still to be made anything may go. */
    private void check(Optional<SyncStore> base, Inputs inputs) {
        if (base.isEmpty()) {
            Compactor.checkSources(inputs.sources());
            return;
        }
        Compactor compactor = new Compactor(base.get());
        if (sync != null && base.get().find(sync).isPresent()) {
            compactor.checkMerge(inputs.sources(), sync);
        } else {
            compactor.checkMerge(inputs.sources(), fresh());
        }
    }

    private NewSync fresh() {
        NewSync dest = NewSync.of(SyncType.SYNC_TYPE_PARTIAL); // the inputs tell what it is in the end
        return sync == null ? dest : dest.withId(sync);
    }

    private static Merged merged(MergeResult result, Inputs inputs) {
        List<Input> won = new ArrayList<>();
        for (int i = 0; i < result.inputs().size(); i++) {
            MergeResult.Input input = result.inputs().get(i);
            won.add(new Input(
                    inputs.sources().get(i).store().engine().directory().toString(),
                    input.sync().toString(),
                    SyncTypes.text(input.type()),
                    input.won()));
        }
        return new Merged(
                result.sync().toString(),
                SyncTypes.text(result.type()),
                won,
                inputs.leftOut(),
                result.contestedKeys(),
                result.rounds(),
                result.rebuiltIndexes().stream().map(Bucket::label).toList(),
                result.records(),
                result.bytes(),
                BucketRows.of(result.buckets()),
                Times.of(result.times()),
                result.replaced().bytesCopied(),
                result.replaced().bytesLinked(),
                result.replaced().writersHeld());
    }

    private static String text(Merged merged, Path target) {
        Table inputs = new Table("input", "type", "records won");
        merged.inputs.forEach(input -> inputs.row(input.sync, input.type, Table.number(input.won)));
        StringBuilder text = new StringBuilder(inputs.toString()).append('\n').append(BucketRows.table(merged.buckets));
        merged.leftOut.forEach(out -> text.append("\nleft out: ").append(out.sentence()));
        if (!merged.rebuiltIndexes.isEmpty()) {
            text.append("\nmade anew, for some input has rows its records do not imply: ")
                    .append(String.join(", ", merged.rebuiltIndexes));
        }
        return text.append("\nsync ")
                .append(merged.sync)
                .append(", ")
                .append(merged.type)
                .append(", in ")
                .append(target)
                .append(" holds the newest of each of ")
                .append(merged.inputs.size() == 1 ? "1 sync" : merged.inputs.size() + " syncs")
                .append("; keys that several held: ")
                .append(Table.number(merged.contestedKeys))
                .append(Times.text(merged.times, merged.writersHeld))
                .toString();
    }
}
