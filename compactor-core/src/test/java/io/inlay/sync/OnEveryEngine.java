package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Snapshot;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that run once on every engine, each on a new, empty store. */
@ParameterizedClass
@MethodSource("io.inlay.sync.TestEngines#all")
abstract class OnEveryEngine {
    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    Engine engine;
    SyncStore store;

    @BeforeEach
    void open() {
        engine = provider.open(directory.resolve("store"), Map.of());
        store = SyncStore.open(engine);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** Closes the engine and opens it anew. */
    void reopen() {
        close();
        open();
    }

    /** All rows of a range, keys as text. */
    Map<String, String> dump(KeyRange range) {
        Map<String, String> rows = new TreeMap<>();
        try (Cursor cursor = engine.cursor(range, Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                rows.put(KeyText.of(cursor.key()), Keys.printable(cursor.value()));
            }
        }
        return rows;
    }

    void putRow(byte[] key, byte[] value) {
        engine.write(new Batch().put(key, value), Durability.RELAXED);
    }

    void deleteRow(byte[] key) {
        engine.write(new Batch().delete(key), Durability.RELAXED);
    }

    <M extends MessageLite> List<M> list(SyncId sync, Listing<M> listing) {
        List<M> records = new ArrayList<>();
        try (SyncReader reader = store.read(sync);
                RecordCursor<M> cursor = reader.list(listing)) {
            while (cursor.next()) {
                records.add(cursor.record());
            }
        }
        return records;
    }

    /** What the verifier finds in the whole store. */
    List<Difference> differences() {
        List<Difference> found = new ArrayList<>();
        try (Snapshot snapshot = engine.snapshot()) {
            new SyncVerifier(snapshot, found::add).verifyAll();
        }
        return found;
    }
}
