package io.inlay.cli;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.TextFormat;
import io.inlay.cli.records.RecordJson;
import io.inlay.cli.records.RecordKind;
import io.inlay.cli.store.Stores;
import io.inlay.cli.store.SyncAt;
import io.inlay.cli.store.UsageException;
import io.inlay.engine.Engine;
import io.inlay.engine.Keys;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints one record of a sync. */
@Command(name = "get", mixinStandardHelpOptions = true, description = "Print one record of a sync.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class GetCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Parameters(
            index = "0",
            paramLabel = "DIR[:SYNC]",
            converter = SyncAtConverter.class,
            description = "The store, opened read-only, and the sync; else the latest finished.")
    private SyncAt at;

    @Parameters(
            index = "1",
            paramLabel = "KIND",
            converter = RecordKindConverter.class,
            description = "resource-type, resource, entitlement, grant or asset.")
    private RecordKind kind;

    @Parameters(
            index = "2..*",
            arity = "1..2",
            paramLabel = "ID",
            description = "The record's id; of a resource its type and its id.")
    private List<String> identity;

    GetCommand(Console console) {
        this.console = console;
    }

    private record Got(String sync, String kind, Map<String, Object> record) {}

    @Override
    public Integer call() {
        int ids = kind.type().bucket().elements();
        if (identity.size() != ids) {
            throw new UsageException(kind + " needs " + (ids == 1 ? "1 id" : "2 ids, its type and its own") + ", not "
                    + identity.size());
        }
        SyncId sync;
        MessageLite record;
        try (Engine opened = Stores.read(at.directory(), engine.name(), engine.settings())) {
            SyncStore store = SyncStore.open(opened);
            sync = at.run(store).id();
            try (SyncReader reader = store.read(sync)) {
                record =
                        reader.get(kind.type(), identity.toArray(String[]::new)).orElseThrow(() -> absent(sync));
            }
        }
        common.print(
                console,
                new Got(sync.toString(), kind.toString(), RecordJson.of(record)),
                "sync " + sync + "\n" + TextFormat.printer().printToString((Message) record));
        return ExitCode.DONE;
    }

    private SyncException absent(SyncId sync) {
        return new SyncException(
                SyncException.Kind.NOT_FOUND,
                "there is no " + kind + " " + Keys.printable(String.join(" ", identity)) + " in sync " + sync + " in "
                        + at.directory());
    }
}
