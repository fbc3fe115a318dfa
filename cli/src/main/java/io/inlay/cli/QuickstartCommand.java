package io.inlay.cli;

import io.inlay.cli.access.AccessVersions;
import io.inlay.cli.quickstart.Quickstart;
import io.inlay.cli.quickstart.QuickstartResult;
import io.inlay.cli.store.Directories;
import io.inlay.cli.store.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a compaction being atomic, on real stores with real readers. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = "Compact successive versions of access data while two readers watch, and tell what they saw:"
                + " on rocksdb, on lmdb, and from lmdb to rocksdb, or on the one --engine.")
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class QuickstartCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Files of access data, .tsv or .tsv.gz, one for each version; else a made-up organisation.")
    private @Nullable Path data;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the stores go, absent or empty; else a new temporary directory. They are kept.")
    private @Nullable Path directory;

    QuickstartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        AccessVersions versions = data == null ? AccessVersions.organisation() : AccessVersions.in(data);
        QuickstartResult result;
        try (ProgressBar bar = new ProgressBar(console)) {
            result = run(versions, bar);
        }
        common.print(console, result, new QuickstartReport(result, versions, data).toString());
        if (result.violations().isEmpty()) {
            return ExitCode.DONE;
        }
        console.err().println("inlay: quickstart found what must not be: " + String.join("; ", result.violations()));
        return ExitCode.FAILED;
    }

    private QuickstartResult run(AccessVersions versions, ProgressBar bar) throws IOException {
        if (engine.name() == null && !engine.settings().isEmpty()) {
            throw new UsageException("--set needs --engine");
        }
        Quickstart quickstart = new Quickstart(versions, bar);
        if (directory != null) {
            if (!Directories.isEmpty(directory) && Files.exists(directory)) {
                throw new UsageException("--dir " + directory + " is not an empty directory");
            }
            return run(quickstart, directory);
        }
        Path made = Files.createTempDirectory("inlay-quickstart-");
        try {
            return run(quickstart, made);
        } catch (IOException | RuntimeException e) {
            Directories.clear(made);
            Files.deleteIfExists(made);
            throw e;
        }
    }

    private QuickstartResult run(Quickstart quickstart, Path stores) throws IOException {
        String name = engine.name();
        return name == null ? quickstart.run(stores) : quickstart.run(stores, name, engine.settings());
    }
}
