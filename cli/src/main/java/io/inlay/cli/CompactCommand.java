package io.inlay.cli;

import io.inlay.cli.store.OpenStores;
import io.inlay.compactor.CompactOptions;
import io.inlay.compactor.CompactResult;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.OnEmpty;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives one store another's view of a sync, in one atomic step. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        description = "Make a sync in one store exactly what it is in another, in one atomic step.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class CompactCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final FromInto stores = new FromInto();

    @Option(
            names = "--sync",
            required = true,
            paramLabel = "ID",
            converter = SyncIdConverter.class,
            description = "The sync.")
    private SyncId sync;

    @Option(
            names = "--on-empty",
            paramLabel = "WHAT",
            description = "What to do when the source holds nothing of the sync: ${COMPLETION-CANDIDATES}"
                    + " (default: ${DEFAULT-VALUE}); excise removes the sync from the base.")
    private OnEmpty onEmpty = OnEmpty.REFUSE;

    @Option(names = "--allow-unfinished", description = "Take a source sync that is not finished.")
    private boolean unfinished;

    CompactCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CompactResult result;
        WorkControl control = console.ending().inOrder();
        try (OpenStores opened = stores.open();
                ProgressBar bar = new ProgressBar(console)) {
            bar.step("compact");
            result = new Compactor(opened.at(stores.into()))
                    .compact(
                            opened.at(stores.from()),
                            sync,
                            CompactOptions.defaults()
                                    .withOnEmpty(onEmpty)
                                    .withUnfinished(unfinished)
                                    .withControl(control.withListener(bar)));
        }
        Compacted compacted = Compacted.of(result);
        common.print(console, compacted, text(compacted));
        return ExitCode.DONE;
    }

    private String text(Compacted compacted) {
        if (compacted.excised()) {
            return "the source holds nothing of sync " + sync + "; it was removed from " + stores.into();
        }
        return BucketRows.table(compacted.buckets()) + "\nsync " + sync + " in " + stores.into() + " is what it is in "
                + stores.from() + Times.text(compacted.times(), compacted.writersHeld());
    }
}
