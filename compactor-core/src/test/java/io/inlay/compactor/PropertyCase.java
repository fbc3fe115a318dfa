package io.inlay.compactor;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.Difference;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One store of every engine for all tests of a class: each test removes what it made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PropertyCase {
    static final Instant WRITTEN = Instant.parse("2026-03-02T00:00:00Z");

    static final CompactorSettings SETTINGS =
            CompactorSettings.defaults().withClock(Clock.fixed(WRITTEN, ZoneOffset.UTC));

    final List<SyncStore> stores = new ArrayList<>();

    @BeforeAll
    void open(@TempDir Path directory) {
        for (EngineProvider provider : TestStores.providers()) {
            stores.add(TestStores.open(provider, directory.resolve(provider.name())));
        }
    }

    @AfterAll
    void close() {
        stores.forEach(store -> store.engine().close());
    }

    static List<Difference> differences(SyncStore store, SyncId sync) {
        List<Difference> found = new ArrayList<>();
        new SyncVerifier(store.engine(), found::add).verify(sync);
        return found;
    }
}
