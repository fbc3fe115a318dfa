package io.inlay.cli;

import io.inlay.cli.records.RecordKind;
import io.inlay.cli.store.OpenStores;
import io.inlay.cli.store.SyncAt;
import io.inlay.cli.store.UsageException;
import io.inlay.engine.Keys;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.diff.DiffCounts;
import io.inlay.sync.diff.DiffOptions;
import io.inlay.sync.diff.SyncDiff;
import io.inlay.sync.key.SyncId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells which records two syncs have not in common. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Tell which records two syncs have not in common, also of different stores and engines.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class DiffCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0",
            paramLabel = "BEFORE",
            converter = SyncAtConverter.class,
            description = "The earlier sync as DIR:SYNC, or DIR for the latest finished one.")
    private SyncAt before;

    @Parameters(
            index = "1",
            paramLabel = "AFTER",
            converter = SyncAtConverter.class,
            description = "The later sync, likewise.")
    private SyncAt after;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "How many records that differ are shown (default: ${DEFAULT-VALUE}); all are counted.")
    private int show = 20;

    @Option(names = "--allow-unfinished", description = "Take syncs that are not finished.")
    private boolean unfinished;

    DiffCommand(Console console) {
        this.console = console;
    }

    private record Side(String directory, String sync) {}

    private record Change(String change, String kind, List<String> id) {}

    private record Compared(
            Side before,
            Side after,
            boolean equal,
            Map<String, DiffCounts> counts,
            List<Change> shown,
            long notShown) {}

    @Override
    public Integer call() {
        if (show < 0) {
            throw new UsageException("--show is 0 or more, not " + show);
        }
        Compared compared;
        try (OpenStores stores = OpenStores.reading(List.of(before.directory(), after.directory()));
                ProgressBar bar = new ProgressBar(console)) {
            bar.step("diff");
            SyncStore earlier = stores.at(before.directory());
            SyncStore later = stores.at(after.directory());
            DiffOptions options = DiffOptions.defaults()
                    .withUnfinished(unfinished)
                    .withControl(WorkControl.none().withListener(bar));
            SyncId from = before.run(earlier).id();
            SyncId to = after.run(later).id();
            try (SyncDiff diff = SyncDiff.open(earlier, from, later, to, options)) {
                compared = compare(diff, side(before, from), side(after, to));
            }
        }
        common.print(console, compared, text(compared));
        return ExitCode.DONE;
    }

    private static Side side(SyncAt at, SyncId sync) {
        return new Side(at.directory().toString(), sync.toString());
    }

    private Compared compare(SyncDiff diff, Side from, Side to) {
        List<Change> shown = new ArrayList<>();
        long more = 0;
        while (diff.next()) {
            if (shown.size() < show) {
                shown.add(new Change(
                        diff.kind().name().toLowerCase(Locale.ROOT),
                        RecordKind.of(diff.type()).toString(),
                        diff.identity()));
            } else {
                more++;
            }
        }
        Map<String, DiffCounts> counts = new LinkedHashMap<>();
        diff.counts().forEach((bucket, count) -> counts.put(bucket.label(), count));
        return new Compared(from, to, shown.isEmpty() && more == 0, counts, shown, more);
    }

    private static String text(Compared compared) {
        Table table = new Table("", "added", "removed", "changed", "the same");
        compared.counts.forEach((kind, count) -> table.row(
                kind,
                Table.number(count.added()),
                Table.number(count.removed()),
                Table.number(count.changed()),
                Table.number(count.unchanged())));
        StringBuilder text = new StringBuilder(table.toString());
        for (Change change : compared.shown) {
            text.append(change.change).append(' ').append(change.kind);
            change.id.forEach(part -> text.append(' ').append(Keys.printable(part)));
            text.append('\n');
        }
        if (compared.notShown > 0 && !compared.shown.isEmpty()) {
            text.append("and ").append(Table.number(compared.notShown)).append(" more\n");
        }
        return text.toString();
    }
}
