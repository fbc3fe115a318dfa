package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Engine;
import io.inlay.engine.support.DirectoryLease;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RocksDB lets one handle in a process hold a store, so a handle that was forgotten would show. */
class OpeningTest {
    @TempDir
    Path temp;

    @Test
    void aStoreIsLetGoOfWhenWhatFollowsItsOpeningFails() {
        NativeLibrary.load();
        Path directory = temp.resolve("db");
        DirectoryLease lease = DirectoryLease.open(directory, RocksEngineProvider.STAMP, false, true);
        RocksOptions options = RocksOptions.builder().build();
        assertThatThrownBy(() -> lease.holdFor(() -> new RocksEngine(lease, options, (store, closing) -> {
                    throw new IllegalStateException("no thread");
                })))
                .hasMessage("no thread");
        try (Engine engine = Entries.open(directory)) {
            assertThat(Entries.all(engine)).isEmpty();
        }
    }
}
