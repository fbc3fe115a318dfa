package io.inlay.cli;

import io.inlay.cli.store.Directories;
import io.inlay.cli.store.Stores;
import io.inlay.engine.Engine;
import io.inlay.engine.Metrics;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStats;
import io.inlay.sync.SyncStore;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncTypes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what a store holds, changing nothing. */
@Command(name = "inspect", mixinStandardHelpOptions = true, description = "Tell what a store holds, changing nothing.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Parameters(paramLabel = "DIR", description = "The store; opened read-only.")
    private Path directory;

    InspectCommand(Console console) {
        this.console = console;
    }

    private record Inspected(
            String engine, String directory, long diskBytes, List<Sync> syncs, SortedMap<String, Long> metrics) {}

    private record Sync(
            String sync, String type, String startedAt, String endedAt, boolean finished, Map<String, Long> counts) {}

    @Override
    public Integer call() {
        Inspected found;
        try (Engine opened = Stores.read(directory, engine.name(), engine.settings())) {
            SyncStore.open(opened);
            try (Snapshot snapshot = opened.snapshot()) {
                found = new Inspected(
                        opened.name(),
                        opened.directory().toString(),
                        Directories.bytes(opened.directory()),
                        SyncRun.all(snapshot).stream()
                                .map(run -> sync(snapshot, run))
                                .toList(),
                        opened.find(Metrics.class).map(Metrics::read).orElseGet(TreeMap::new));
            }
        }
        common.print(console, found, text(found));
        return ExitCode.DONE;
    }

    private static Sync sync(Snapshot snapshot, SyncRun run) {
        Map<String, Long> counts =
                SyncStats.find(snapshot, run.id()).map(InspectCommand::counts).orElseGet(Map::of);
        return new Sync(
                run.id().toString(),
                SyncTypes.text(run.type()),
                run.startedAt().map(Object::toString).orElse(""),
                run.endedAt().map(Object::toString).orElse(""),
                run.isFinished(),
                counts);
    }

    private static Map<String, Long> counts(SyncStatsRecord stats) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("resource types", stats.getResourceTypes());
        counts.put("resources", stats.getResources());
        counts.put("entitlements", stats.getEntitlements());
        counts.put("grants", stats.getGrants());
        counts.put("assets", stats.getAssets());
        return counts;
    }

    private static String text(Inspected found) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%s: engine %s, %,d bytes on disk%n", found.directory, found.engine, found.diskBytes));
        if (found.syncs.isEmpty()) {
            text.append("no syncs\n");
        }
        for (Sync sync : found.syncs) {
            text.append(String.format(
                    Locale.ROOT,
                    "sync %s: %s, %s, %s%n",
                    sync.sync,
                    sync.type,
                    sync.startedAt.isEmpty() ? "started at no known time" : "started " + sync.startedAt,
                    sync.finished ? "ended " + sync.endedAt : "unfinished"));
            text.append(numbers(sync.counts));
        }
        if (!found.metrics.isEmpty()) {
            text.append("metrics\n").append(numbers(found.metrics));
        }
        return text.toString();
    }

    private static String numbers(Map<String, Long> named) {
        Table table = new Table();
        named.forEach((name, value) -> table.row("  " + name, Table.number(value)));
        return table.toString();
    }
}
