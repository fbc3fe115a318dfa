package io.inlay.cli;

import io.inlay.cli.access.AccessFile;
import io.inlay.cli.access.AccessIds;
import io.inlay.cli.access.AccessRecords;
import io.inlay.cli.store.NewOrOld;
import io.inlay.cli.store.UsageException;
import io.inlay.engine.EngineException;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.ImportResult;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Puts files of access data into a store, each as one finished full sync. All files are read to their ends before the first
 * of them takes effect.
 */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Import files of access data, each as one finished full sync; an error in any of them imports nothing.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class ImportCommand implements Callable<Integer> {
    private static final int LEAST_MEMORY_BYTES = 1 << 20;

    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(
            names = "--into",
            required = true,
            paramLabel = "DIR",
            description = "The store; made where there is none if --engine names its engine.")
    private Path into;

    @Option(
            names = "--sync",
            paramLabel = "ID",
            converter = SyncIdConverter.class,
            description = "The sync id, for one file; else made of the file's time and commit.")
    private @Nullable SyncId sync;

    @Option(names = "--replace", description = "Replace a sync that is already there.")
    private boolean replace;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Tab-separated rows, plain or gzip-compressed.")
    private List<Path> files = new ArrayList<>();

    ImportCommand(Console console) {
        this.console = console;
    }

    private record Imported(
            String file, String sync, long records, long bytes, long folded, long spilledBytes, Duration writersHeld) {}

    @Override
    public Integer call() throws IOException {
        Map<SyncId, Path> syncs = syncs();
        List<Imported> imported = new ArrayList<>();
        WorkControl control = console.ending().inOrder();
        try (NewOrOld target = NewOrOld.open(into, engine.name(), engine.settings());
                ProgressBar bar = new ProgressBar(console)) {
            SyncStore store = SyncStore.open(target.engine());
            List<SyncImport> collected = new ArrayList<>();
            try {
                for (Map.Entry<SyncId, Path> entry : syncs.entrySet()) {
                    bar.step(entry.getValue().toString());
                    collect(store, entry.getKey(), entry.getValue(), options(control.withListener(bar)), collected);
                }
                commitAll(collected, syncs, imported);
            } finally {
                collected.forEach(SyncImport::close);
            }
        }
        common.print(console, imported, text(imported));
        return ExitCode.DONE;
    }

    /** The files by the syncs they become, in the order given. */
    private Map<SyncId, Path> syncs() throws IOException {
        if (sync != null && files.size() > 1) {
            throw new UsageException("--sync names the sync of one file, but there are " + files.size());
        }
        Map<SyncId, Path> syncs = new LinkedHashMap<>();
        for (Path file : files) {
            try (AccessFile rows = AccessFile.open(file)) {
                SyncId id = sync == null ? AccessIds.syncId(rows.header()) : sync;
                Path other = syncs.put(id, file);
                if (other != null) {
                    throw new UsageException(other + " and " + file + " are both sync " + id);
                }
            }
        }
        return syncs;
    }

    private ImportOptions options(WorkControl control) {
        int memory = Math.max(LEAST_MEMORY_BYTES, ImportOptions.DEFAULT_MEMORY_BYTES / files.size());
        return ImportOptions.defaults()
                .withMemoryBytes(memory)
                .withReplace(replace)
                .withControl(control);
    }

    private static void collect(
            SyncStore store, SyncId id, Path file, ImportOptions options, List<SyncImport> collected)
            throws IOException {
        try (AccessFile rows = AccessFile.open(file)) {
            SyncImport begun = SyncImport.begin(store, AccessRecords.run(id, rows.header()), options);
            collected.add(begun);
            AccessRecords.addAll(rows, begun);
        }
    }

    private static void commitAll(List<SyncImport> collected, Map<SyncId, Path> syncs, List<Imported> imported) {
        for (SyncImport next : collected) {
            try {
                imported.add(commit(next, syncs));
            } catch (EngineException | SyncException e) {
                throw imported.isEmpty()
                        ? e
                        : new HalfDoneException(
                                e, imported.stream().map(Imported::file).toList());
            }
        }
    }

    private static Imported commit(SyncImport collected, Map<SyncId, Path> syncs) {
        ImportResult result = collected.commit();
        return new Imported(
                String.valueOf(syncs.get(result.sync())),
                result.sync().toString(),
                result.records(),
                result.bytes(),
                result.folded(),
                result.spilledBytes(),
                result.replaced().writersHeld());
    }

    private static String text(List<Imported> imported) {
        StringBuilder text = new StringBuilder();
        for (Imported one : imported) {
            text.append(String.format(
                    Locale.ROOT, "%s: sync %s, %,d rows, %,d bytes%n", one.file, one.sync, one.records, one.bytes));
        }
        return text.toString();
    }
}
