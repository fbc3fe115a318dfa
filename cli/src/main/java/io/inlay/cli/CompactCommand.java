package io.inlay.cli;

import io.inlay.cli.store.NewOrOld;
import io.inlay.cli.store.Stores;
import io.inlay.cli.store.UsageException;
import io.inlay.compactor.CompactOptions;
import io.inlay.compactor.CompactResult;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.OnEmpty;
import io.inlay.engine.Engine;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final EngineOptions engine = new EngineOptions();

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The source; opened read-only.")
    private Path from;

    @Option(
            names = "--into",
            required = true,
            paramLabel = "DIR",
            description = "The base; made where there is none if --engine names its engine.")
    private Path into;

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

    private record Bucket(String bucket, long records, long bytes) {}

    private record Compacted(
            String sync,
            boolean excised,
            long records,
            long bytes,
            List<Bucket> buckets,
            Map<String, Duration> times,
            long bytesCopied,
            long bytesLinked,
            Duration writersHeld) {}

    @Override
    public Integer call() {
        requireTwoStores();
        CompactResult result;
        try (Engine source = Stores.read(from);
                NewOrOld base = NewOrOld.open(into, engine.name(), engine.settings());
                ProgressBar bar = new ProgressBar(console)) {
            bar.step("compact");
            result = new Compactor(SyncStore.open(base.engine()))
                    .compact(
                            SyncStore.open(source),
                            sync,
                            CompactOptions.defaults()
                                    .withOnEmpty(onEmpty)
                                    .withUnfinished(unfinished)
                                    .withControl(WorkControl.none().withListener(bar)));
        }
        Compacted compacted = compacted(result);
        common.print(console, compacted, text(compacted));
        return ExitCode.DONE;
    }

    private void requireTwoStores() {
        Path source = Stores.real(from);
        Path base = Stores.real(into);
        if (source.startsWith(base) || base.startsWith(source)) {
            throw new UsageException("--from " + from + " and --into " + into + " are "
                    + (source.equals(base) ? "the same directory" : "one inside the other"));
        }
    }

    private static Compacted compacted(CompactResult result) {
        Map<String, Duration> times = new LinkedHashMap<>();
        result.times().forEach((phase, time) -> times.put(phase.name().toLowerCase(Locale.ROOT), time));
        return new Compacted(
                result.sync().toString(),
                result.excised(),
                result.records(),
                result.bytes(),
                result.buckets().stream().map(CompactCommand::bucket).toList(),
                times,
                result.replaced().bytesCopied(),
                result.replaced().bytesLinked(),
                result.replaced().writersHeld());
    }

    private static Bucket bucket(BucketCount count) {
        return new Bucket(count.bucket().label(), count.records(), count.bytes());
    }

    private String text(Compacted compacted) {
        if (compacted.excised) {
            return "the source holds nothing of sync " + sync + "; it was removed from " + into;
        }
        Table table = new Table("bucket", "records", "bytes");
        for (Bucket bucket : compacted.buckets) {
            table.row(bucket.bucket, Table.number(bucket.records), Table.number(bucket.bytes));
        }
        table.row("total", Table.number(compacted.records), Table.number(compacted.bytes));
        StringBuilder text = new StringBuilder(table.toString());
        text.append("\nsync ")
                .append(sync)
                .append(" in ")
                .append(into)
                .append(" is what it is in ")
                .append(from);
        compacted.times.forEach(
                (phase, time) -> text.append(", ").append(phase).append(' ').append(Table.time(time)));
        return text.append(", writers held ")
                .append(Table.time(compacted.writersHeld))
                .toString();
    }
}
