package io.inlay.sync.bulk;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Engines;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.support.Staging;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** Stores on every engine there is to test on, and what is in them. */
public final class TestStores {
    private TestStores() {}

    /** The model, and the engines on the class path. */
    public static List<EngineProvider> providers() {
        Map<String, EngineProvider> byName = new TreeMap<>(Engines.providers());
        byName.put("model", new ModelProvider());
        return List.copyOf(byName.values());
    }

    /** The engines on the class path. */
    public static List<EngineProvider> bundled() {
        return List.copyOf(Engines.providers().values());
    }

    /** The engine of a name. */
    public static EngineProvider provider(String name) {
        return providers().stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Every engine as a base with every engine as a source. */
    public static List<Arguments> pairs() {
        return providers().stream()
                .flatMap(base -> providers().stream()
                        .map(source -> Arguments.of(
                                Named.of(base.name() + " base", base), Named.of(source.name() + " source", source))))
                .toList();
    }

    /** A new store, whose engine the caller closes. */
    public static SyncStore open(EngineProvider provider, Path directory) {
        return SyncStore.open(provider.open(directory, Map.of()));
    }

    /** Imports a sample sync. */
    public static void fill(SyncStore store, SyncId sync, SampleAccess sample) {
        try (SyncImport begun = SyncImport.begin(store, SampleAccess.run(sync), ImportOptions.defaults())) {
            sample.forEach(sync, (record, line) -> SampleAccess.add(begun, record, line));
            begun.commit();
        }
    }

    /** Removes whatever a store holds of a sync. */
    public static void drop(SyncStore store, SyncId sync) {
        Batch batch = new Batch();
        SyncRanges.of(sync).forEach(part -> batch.deleteRange(part.range()));
        store.engine().write(batch, Durability.RELAXED);
    }

    /** All rows of a sync as {@code key=value}, in the order of the buckets. */
    public static List<String> rows(Reader reader, SyncId sync) {
        List<String> rows = new ArrayList<>();
        SyncRanges.of(sync).forEach(part -> rows.addAll(rows(reader, part.range())));
        return rows;
    }

    /** All rows of a range. */
    public static List<String> rows(Reader reader, KeyRange range) {
        List<String> rows = new ArrayList<>();
        try (Cursor cursor = reader.cursor(range, Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                rows.add(KeyText.of(cursor.key()) + "=" + Keys.printable(cursor.value()) + "#"
                        + cursor.value().hashCode());
            }
        }
        return rows;
    }

    /** Bytes of all keys and values of a sync. */
    public static long bytes(Reader reader, SyncId sync) {
        long bytes = 0;
        for (SyncRange part : SyncRanges.of(sync)) {
            try (Cursor cursor = reader.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
                while (cursor.next()) {
                    bytes += cursor.key().remaining() + cursor.value().remaining();
                }
            }
        }
        return bytes;
    }

    /** What is staged in a store's directory and stays: not what the engine's housekeeping has there for a moment. */
    public static List<Path> staged(SyncStore store) {
        List<Path> staying = inStaging(store);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!staying.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            staying.retainAll(inStaging(store));
        }
        return staying;
    }

    /** What is in the staging directory now. */
    public static List<Path> inStaging(SyncStore store) {
        Path staging = store.engine().directory().resolve(Staging.DIRECTORY);
        try (Stream<Path> files = Files.list(staging)) {
            return files.collect(Collectors.toCollection(ArrayList::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
