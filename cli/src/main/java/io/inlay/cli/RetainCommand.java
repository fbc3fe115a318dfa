package io.inlay.cli;

import io.inlay.cli.store.OpenStores;
import io.inlay.cli.store.Stores;
import io.inlay.cli.store.UsageException;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncTypes;
import io.inlay.sync.retain.Retention;
import io.inlay.sync.retain.RetentionPlan;
import io.inlay.sync.retain.RetentionPlan.Decision;
import io.inlay.sync.retain.RetentionPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets old syncs of a store go. */
@Command(
        name = "retain",
        mixinStandardHelpOptions = true,
        description =
                "Let old syncs of a store go, all in one atomic step: full syncs but the newest, partial ones older"
                        + " than these, and diffs that a newer one follows. Unfinished syncs always stay.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class RetainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Parameters(paramLabel = "DIR", description = "The store.")
    private Path directory;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "How many full syncs stay, 0 or more (default: ${DEFAULT-VALUE}).")
    private int keep = RetentionPolicy.DEFAULT_FULL_SYNCS;

    @Option(
            names = "--sync",
            paramLabel = "ID",
            converter = SyncIdConverter.class,
            description = "A sync that stays whatever the rules say; may be repeated.")
    private List<SyncId> named = new ArrayList<>();

    @Option(names = "--dry-run", description = "Tell what would go and stay, and why; change nothing.")
    private boolean dryRun;

    RetainCommand(Console console) {
        this.console = console;
    }

    private record Decided(String sync, String type, boolean drop, String reason, String sentence) {}

    private record Retained(boolean dryRun, int dropped, int kept, List<Decided> syncs) {}

    @Override
    public Integer call() {
        if (keep < 0) {
            throw new UsageException("--keep is 0 or more, not " + keep);
        }
        RetentionPolicy policy = RetentionPolicy.defaults().withFullSyncs(keep).withNamed(Set.copyOf(named));
        RetentionPlan plan;
        WorkControl control = console.ending().inOrder();
        try (OpenStores stores = open();
                ProgressBar bar = new ProgressBar(console)) {
            bar.step("retain");
            SyncStore store = stores.at(directory);
            Retention retention = new Retention(store, policy);
            plan = dryRun
                    ? retention.plan()
                    : retention.run(control.withListener(bar)).plan();
        }
        Retained retained = new Retained(
                dryRun,
                plan.dropped().size(),
                plan.kept().size(),
                plan.decisions().stream().map(RetainCommand::decided).toList());
        common.print(console, retained, text(retained));
        return ExitCode.DONE;
    }

    private OpenStores open() {
        Stores.requireStore(directory);
        return dryRun
                ? OpenStores.checking(directory, engine.name(), engine.settings(), List.of())
                : OpenStores.writing(directory, engine.name(), engine.settings(), List.of());
    }

    private static Decided decided(Decision decision) {
        return new Decided(
                decision.run().id().toString(),
                SyncTypes.text(decision.run().type()),
                decision.reason().drops(),
                decision.reason().name().toLowerCase(Locale.ROOT),
                decision.sentence());
    }

    private static String text(Retained retained) {
        if (retained.syncs.isEmpty()) {
            return "no syncs";
        }
        StringBuilder text = new StringBuilder();
        for (Decided each : retained.syncs) {
            text.append(each.drop ? (retained.dryRun ? "would drop " : "dropped ") : "kept ")
                    .append(each.sync)
                    .append(' ')
                    .append(each.type)
                    .append(": ")
                    .append(each.sentence)
                    .append('\n');
        }
        return text.toString();
    }
}
