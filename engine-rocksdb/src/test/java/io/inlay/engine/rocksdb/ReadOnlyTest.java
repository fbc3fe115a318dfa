package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.all;
import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Batch;
import io.inlay.engine.Checkpoints;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Sizes;
import io.inlay.engine.Snapshot;
import io.inlay.engine.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A read-only engine changes no byte and no name. */
class ReadOnlyTest {
    @TempDir
    Path temp;

    @Test
    void nothingChangesWhileItReads() throws Exception {
        Path directory = temp.resolve("db");
        makeStore(directory);
        Map<String, String> before = listing(directory);
        try (Engine engine = Entries.open(directory, "readOnly", "true");
                Engine second = Entries.open(directory, "readOnly", "true");
                Snapshot snapshot = engine.snapshot()) {
            assertThat(all(engine)).hasSize(20_001).isEqualTo(all(snapshot)).isEqualTo(all(second));
            assertThat(engine.get(bytes("in the log"))).isEqualTo(bytes("v"));
            Verification.Checked checked =
                    engine.find(Verification.class).orElseThrow().run(() -> false);
            assertThat(checked.entries()).isEqualTo(20_001);
            assertThat(engine.find(Sizes.class).orElseThrow().of(KeyRange.all()))
                    .isPositive();
            refusesWrites(engine);
            assertThat(listing(directory)).isEqualTo(before);
        }
        assertThat(listing(directory)).isEqualTo(before);
    }

    @Test
    void worksWhereNothingCanBeWritten() throws Exception {
        Path directory = temp.resolve("db");
        makeStore(directory);
        try (ReadOnlyPlace place = ReadOnlyPlace.of(directory);
                Engine engine = Entries.open(directory, "readOnly", "true")) {
            assertThat(all(engine)).as(place.how()).hasSize(20_001);
        }
    }

    @Test
    void withoutAStoreItSaysSo() throws Exception {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertThatThrownBy(() -> Entries.open(empty, "readOnly", "true"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void aStoreThatLostItsRootIsCorruptAlsoWithALogAlone() throws Exception {
        Path directory = temp.resolve("db");
        try (Engine engine = Entries.open(directory)) {
            engine.write(new Batch().put(bytes("in the log"), bytes("v")), Durability.SYNC);
        }
        Files.delete(directory.resolve("data/CURRENT"));
        for (String readOnly : new String[] {"true", "false"}) {
            assertThatThrownBy(() -> Entries.open(directory, "readOnly", readOnly))
                    .hasMessageContaining("CURRENT")
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
        }
    }

    private static void refusesWrites(Engine engine) {
        Batch batch = new Batch().put(bytes("k"), bytes("v"));
        assertThatThrownBy(() -> engine.write(batch, Durability.SYNC)).satisfies(ReadOnlyTest::isReadOnly);
        assertThatThrownBy(engine::sync).satisfies(ReadOnlyTest::isReadOnly);
        assertThatThrownBy(engine::begin).satisfies(ReadOnlyTest::isReadOnly);
        assertThat(engine.find(Checkpoints.class)).isEmpty();
        assertThat(engine.find(Reclaim.class)).isEmpty();
    }

    private static void isReadOnly(Throwable thrown) {
        assertThat(((EngineException) thrown).kind()).isEqualTo(Kind.READ_ONLY);
    }

    private static void makeStore(Path directory) {
        try (Engine engine = Entries.open(directory)) {
            replace(engine, Entries.range("k", "l"), "k", 20_000, "v");
            engine.write(new Batch().put(bytes("in the log"), bytes("v")), Durability.SYNC);
        }
    }

    /** Names, kinds, sizes, times and modes of all that is in a directory. */
    private static Map<String, String> listing(Path directory) throws IOException {
        Map<String, String> listing = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                listing.put(
                        directory.relativize(file).toString(),
                        Files.size(file) + " " + Files.getLastModifiedTime(file) + " "
                                + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return listing;
    }
}
