package io.inlay.cli;

import io.inlay.cli.store.Stores;
import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import io.inlay.engine.Verification;
import io.inlay.sync.Difference;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a store: what its engine can check, then index rows and statistics against the records. Changes nothing. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Check a store's files, and its syncs' index rows and statistics against their records.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class VerifyCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 100;

    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Parameters(paramLabel = "DIR", description = "The store; opened read-only.")
    private Path directory;

    @Option(
            names = "--sync",
            paramLabel = "ID",
            converter = SyncIdConverter.class,
            description = "Check the rows of this sync only; else of all.")
    private @Nullable SyncId sync;

    VerifyCommand(Console console) {
        this.console = console;
    }

    private record Storage(long entries, long bytes, boolean structureChecked, boolean contentChecked) {}

    private record Verified(
            String engine, @Nullable Storage storage, long rows, long differences, List<String> shown) {}

    @Override
    public Integer call() {
        Verified verified;
        try (Engine opened = Stores.read(directory, engine.name(), engine.settings())) {
            SyncStore.open(opened);
            Optional<Verification.Checked> storage =
                    opened.find(Verification.class).map(check -> check.run(() -> false));
            try (Snapshot snapshot = opened.snapshot()) {
                List<String> shown = new ArrayList<>();
                SyncVerifier verifier = new SyncVerifier(snapshot, difference -> note(shown, difference));
                SyncVerifier.Checked checked = sync == null ? verifier.verifyAll() : verify(snapshot, verifier, sync);
                verified = new Verified(
                        opened.name(),
                        storage.map(VerifyCommand::storage).orElse(null),
                        checked.total(),
                        checked.differences(),
                        shown);
            }
        }
        common.print(console, verified, text(verified));
        if (verified.differences > 0) {
            return ExitCode.FAILED;
        }
        return verified.rows == 0 ? ExitCode.NOTHING_TO_DO : ExitCode.DONE;
    }

    private SyncVerifier.Checked verify(Snapshot snapshot, SyncVerifier verifier, SyncId id) {
        if (SyncRanges.areEmpty(snapshot, id)) {
            throw new SyncException(SyncException.Kind.NOT_FOUND, "there is no sync " + id + " in " + directory);
        }
        return verifier.verify(id);
    }

    private static void note(List<String> shown, Difference difference) {
        if (shown.size() < MOST_SHOWN) {
            shown.add(difference.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                    + difference.description());
        }
    }

    private static Storage storage(Verification.Checked checked) {
        return new Storage(checked.entries(), checked.bytes(), checked.structure(), checked.content());
    }

    private String text(Verified verified) {
        StringBuilder text = new StringBuilder();
        Storage storage = verified.storage;
        if (storage != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: engine %s, %,d entries, %,d bytes read; structure %s, content %s%n",
                    directory,
                    verified.engine,
                    storage.entries,
                    storage.bytes,
                    storage.structureChecked ? "checked" : "not checked",
                    storage.contentChecked ? "checked against checksums" : "without checksums"));
        }
        verified.shown.forEach(line -> text.append(line).append('\n'));
        if (verified.differences > verified.shown.size()) {
            text.append("and ")
                    .append(verified.differences - verified.shown.size())
                    .append(" more\n");
        }
        text.append(String.format(
                Locale.ROOT,
                "%,d rows of %s checked, %s%n",
                verified.rows,
                sync == null ? "all syncs" : "sync " + sync,
                verified.differences == 0 ? "no difference" : Table.number(verified.differences) + " differences"));
        return text.toString();
    }
}
