package io.inlay.bench.work.sync;

import io.inlay.bench.anchor.Anchor;
import io.inlay.bench.anchor.AnchorSet;
import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Quiet;
import io.inlay.bench.work.WorkPlace;
import io.inlay.compactor.SyncSource;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.DurableFiles;
import io.inlay.sync.SyncStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stores of a work place, one for each set of the anchor data set, bulk-built once and then only read. They lie under their
 * engine and size, so that different works share them.
 */
final class AnchorStores {
    private final WorkPlace place;
    private final Path directory;

    AnchorStores(WorkPlace place) {
        this.place = place;
        this.directory = place.data().resolve("anchor-" + place.engine() + "-" + place.size());
    }

    /** Makes a store by name, whole or not at all; leaves what is there. */
    void make(String name, Filling filling) throws IOException {
        Path made = directory.resolve(name);
        if (Files.exists(made)) {
            return;
        }
        Path part = directory.resolve(name + ".part");
        DurableFiles.deleteTree(part);
        Files.createDirectories(part);
        try (Engine engine = Engines.open(place.engine(), part, place.options())) {
            filling.fill(SyncStore.open(engine));
            Quiet.await(engine);
            engine.sync();
        }
        Files.move(part, made, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes what a store is to hold. */
    @FunctionalInterface
    interface Filling {
        void fill(SyncStore store) throws IOException;
    }

    /** Makes the stores of sets. */
    void make(Iterable<AnchorSet> sets) throws IOException {
        for (AnchorSet set : sets) {
            make(name(set), store -> Anchor.ofGrants(place.size()).write(store, set));
        }
    }

    private static String name(AnchorSet set) {
        return set.name().toLowerCase(Locale.ROOT);
    }

    /** Opens the store of a set for reading. */
    Engine read(AnchorSet set) {
        return read(name(set));
    }

    /** Opens a store for reading. */
    Engine read(String name) {
        Map<String, String> options = new TreeMap<>(place.options());
        options.put(OptionSpec.READ_ONLY.name(), "true");
        return Engines.open(place.engine(), directory.resolve(name), options);
    }

    /** Opens a store of this round that holds nothing. */
    Engine fresh() throws IOException {
        return Engines.open(
                place.engine(), Files.createDirectory(place.scratch().resolve("fresh")), place.options());
    }

    /** Opens a copy of a set's store that belongs to this round, is durable, and has no work left to do. */
    Engine copy(AnchorSet set) throws IOException {
        Path copy = place.scratch().resolve(name(set));
        DurableCopies.tree(directory.resolve(name(set)), copy);
        Engine engine = Engines.open(place.engine(), copy, place.options());
        Quiet.await(engine);
        return engine;
    }

    /** A set in a store as the source of a merge. */
    static SyncSource source(Engine engine, AnchorSet set) {
        return new SyncSource(SyncStore.open(engine), set.id());
    }
}
