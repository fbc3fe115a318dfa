package io.inlay.cli;

import io.inlay.cli.store.OpenStores;
import io.inlay.cli.store.Stores;
import io.inlay.cli.store.UsageException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A source, which is read, and a base, which is written. */
@SuppressWarnings("NullAway.Init") // fields are set by picocli
final class FromInto {
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

    Path from() {
        return from;
    }

    Path into() {
        return into;
    }

    /** Opens both. */
    OpenStores open() {
        if (Stores.real(from).equals(Stores.real(into))) {
            throw new UsageException("--from " + from + " and --into " + into + " are the same directory");
        }
        return OpenStores.writing(into, engine.name(), engine.settings(), List.of(from));
    }
}
