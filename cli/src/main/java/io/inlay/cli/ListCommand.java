package io.inlay.cli;

import com.google.protobuf.MessageLite;
import io.inlay.cli.records.RecordFilter;
import io.inlay.cli.records.RecordJson;
import io.inlay.cli.records.RecordKind;
import io.inlay.cli.store.Stores;
import io.inlay.cli.store.SyncAt;
import io.inlay.cli.store.UsageException;
import io.inlay.engine.Engine;
import io.inlay.sync.Listing;
import io.inlay.sync.Page;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the syncs of a store, or records of a sync page by page. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the syncs of a store, or records of a sync page by page.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class ListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final RecordFilter filter = new RecordFilter();

    @Parameters(
            index = "0",
            paramLabel = "DIR[:SYNC]",
            converter = SyncAtConverter.class,
            description =
                    "The store, opened read-only, and the sync whose records are listed; else the latest finished.")
    private SyncAt at;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "KIND",
            converter = RecordKindConverter.class,
            description = "resource-types, resources, entitlements, grants or assets; without it the syncs are listed.")
    private @Nullable RecordKind kind;

    @Option(
            names = "--page-size",
            paramLabel = "N",
            description = "Records of a page, 1 to " + Page.MAX_RECORDS + " (default: ${DEFAULT-VALUE}).")
    private int pageSize = 100;

    @Option(names = "--page", paramLabel = "TOKEN", description = "The page that an earlier one named as its next.")
    private String page = "";

    ListCommand(Console console) {
        this.console = console;
    }

    private record Listed(String directory, List<SyncView> syncs) {}

    private record Records(String sync, String kind, List<Map<String, Object>> records, String nextPage) {}

    @Override
    public Integer call() {
        if (kind == null && at.sync().isPresent()) {
            throw new UsageException("which records of sync " + at.sync().get() + "? One of resource-types, resources,"
                    + " entitlements, grants, assets");
        }
        if (pageSize < 1 || pageSize > Page.MAX_RECORDS) {
            throw new UsageException("--page-size is 1 to " + Page.MAX_RECORDS + ", not " + pageSize);
        }
        Listing<?> listing = kind == null ? null : filter.listing(kind);
        try (Engine opened = Stores.read(at.directory(), engine.name(), engine.settings())) {
            SyncStore store = SyncStore.open(opened);
            if (kind == null || listing == null) {
                return syncs(store);
            }
            try (SyncReader reader = store.read(at.run(store).id())) {
                return records(reader, kind, listing);
            }
        }
    }

    private int syncs(SyncStore store) {
        List<SyncView> syncs = store.runs().stream().map(SyncView::of).toList();
        Table table = new Table("sync", "type", "started", "ended");
        syncs.forEach(sync -> table.row(sync.sync(), sync.type(), sync.startedAt(), sync.ending()));
        String text = syncs.isEmpty() ? "no syncs" : table.toString();
        common.print(console, new Listed(store.engine().directory().toString(), syncs), text);
        return ExitCode.DONE;
    }

    private <M extends MessageLite> int records(SyncReader reader, RecordKind listed, Listing<M> listing) {
        Page<M> found = reader.page(listing, pageSize, page);
        SyncId sync = reader.run().id();
        Table table = new Table(listed.header().toArray(String[]::new));
        found.records().forEach(record -> table.row(listed.row(record)));
        String text = found.records().isEmpty() ? "no " + listed + "s" : table.toString();
        if (!found.isLast()) {
            text += "\nnext page: --page " + found.nextToken();
        }
        common.print(
                console,
                new Records(
                        sync.toString(),
                        listed.toString(),
                        found.records().stream().map(RecordJson::of).toList(),
                        found.nextToken()),
                "sync " + sync + "\n" + text);
        return ExitCode.DONE;
    }
}
