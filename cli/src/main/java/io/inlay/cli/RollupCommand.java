package io.inlay.cli;

import io.inlay.cli.store.OpenStores;
import io.inlay.compactor.CompactOptions;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.RollupResult;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compacts several syncs of one store into another, those that are not there yet. */
@Command(
        name = "rollup",
        mixinStandardHelpOptions = true,
        description =
                "Compact several syncs of one store into another, each in one atomic step. Finished syncs that are"
                        + " there already are skipped, so a rollup that was ended goes on when it is run again.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class RollupCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final FromInto stores = new FromInto();

    @Option(
            names = "--sync",
            paramLabel = "ID",
            converter = SyncIdConverter.class,
            description = "A sync; may be repeated. Else all finished syncs of the source, in the order of their ids.")
    private List<SyncId> syncs = new ArrayList<>();

    @Option(names = "--allow-unfinished", description = "Take a named sync that is not finished.")
    private boolean unfinished;

    RollupCommand(Console console) {
        this.console = console;
    }

    private record RolledUp(long records, long bytes, List<Compacted> compacted, List<String> skipped) {}

    @Override
    public Integer call() {
        RollupResult result;
        WorkControl control = console.ending().inOrder();
        try (OpenStores opened = stores.open();
                ProgressBar bar = new ProgressBar(console)) {
            bar.step("rollup");
            SyncStore source = opened.at(stores.from());
            List<SyncId> chosen = syncs.isEmpty() ? finished(source) : syncs;
            if (chosen.isEmpty()) {
                throw new NothingToDoException("there is no finished sync in " + stores.from());
            }
            CompactOptions options =
                    CompactOptions.defaults().withUnfinished(unfinished).withControl(control.withListener(bar));
            result = new Compactor(opened.at(stores.into())).rollup(source, chosen, options);
        }
        RolledUp rolledUp = new RolledUp(
                result.records(),
                result.bytes(),
                result.compacted().stream().map(Compacted::of).toList(),
                result.skipped().stream().map(SyncId::toString).toList());
        common.print(console, rolledUp, text(rolledUp));
        return ExitCode.DONE;
    }

    private static List<SyncId> finished(SyncStore source) {
        return source.runs().stream()
                .filter(SyncRun::isFinished)
                .map(SyncRun::id)
                .toList();
    }

    private String text(RolledUp rolledUp) {
        Table table = new Table("sync", "", "records", "bytes");
        rolledUp.compacted.forEach(
                each -> table.row(each.sync(), "compacted", Table.number(each.records()), Table.number(each.bytes())));
        rolledUp.skipped.forEach(each -> table.row(each, "there already"));
        return table.toString();
    }
}
