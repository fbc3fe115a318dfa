package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.all;
import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.range;
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
import io.inlay.engine.Metrics;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Sizes;
import io.inlay.engine.Snapshot;
import io.inlay.engine.Verification;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapabilitiesTest {
    private static final int MANY = 100_000;

    @TempDir
    Path temp;

    @Test
    void aCheckpointOpensByItselfAndStaysAsItWas() throws Exception {
        Path copy = temp.resolve("copy");
        try (Engine engine = open()) {
            replace(engine, range("k", "l"), "k", MANY, "v");
            engine.write(new Batch().put(bytes("relaxed"), bytes("v")), Durability.RELAXED);
            Map<String, String> expected = all(engine);
            Checkpoints checkpoints = engine.find(Checkpoints.class).orElseThrow();
            checkpoints.create(copy);
            replace(engine, KeyRange.all(), "x", 1, "v");
            assertThatThrownBy(() -> checkpoints.create(copy))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
            try (Engine opened = Entries.open(copy, "readOnly", "true")) {
                assertThat(all(opened)).isEqualTo(expected);
            }
            try (Engine opened = Entries.open(copy, "create", "false")) {
                assertThat(all(opened)).isEqualTo(expected);
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("data"))))
                    .isEqualTo("rwx------");
        }
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("db", "copy");
        }
    }

    @Test
    void sizesFollowTheData() {
        try (Engine engine = open()) {
            Sizes sizes = engine.find(Sizes.class).orElseThrow();
            assertThat(sizes.of(KeyRange.all())).isZero();
            replace(engine, KeyRange.all(), "k", MANY, "value");
            long all = sizes.of(KeyRange.all());
            long half = sizes.of(range("k0000000", "k0050000"));
            assertThat(all).isPositive();
            assertThat(half).isBetween(all / 3, 2 * all / 3);
            assertThat(sizes.of(range("x", "y"))).isZero();
        }
    }

    @Test
    void reclaimDropsWhatIsHiddenAndStopsWhenTold() {
        try (Engine engine = open()) {
            replace(engine, KeyRange.all(), "k", MANY, "value");
            Sizes sizes = engine.find(Sizes.class).orElseThrow();
            long before = sizes.of(range("k0000000", "k0040000"));
            Batch deletes = new Batch();
            for (int i = 0; i < 50_000; i++) {
                deletes.delete(bytes(String.format("k%07d", i)));
            }
            engine.write(deletes, Durability.RELAXED);
            Reclaim reclaim = engine.find(Reclaim.class).orElseThrow();
            assertThat(reclaim.run(range("x", "x"), () -> false)).isTrue();
            assertThat(reclaim.run(KeyRange.all(), () -> false)).isTrue();
            assertThat(sizes.of(range("k0000000", "k0040000"))).isLessThan(before / 4);
            assertThat(all(engine)).hasSize(50_000);
        }
    }

    @Test
    void verificationCountsWhatIsThereAndNamesTheDamagedFile() throws Exception {
        try (Engine engine = open()) {
            replace(engine, KeyRange.all(), "k", MANY, "value");
            Verification verification = engine.find(Verification.class).orElseThrow();
            assertThat(verification.run(() -> false))
                    .isEqualTo(new Verification.Checked(MANY, MANY * (8L + 5), true, true));
            assertThat(verification.run(() -> true)).isEqualTo(new Verification.Checked(0, 0, false, false));
        }
        Path damaged = damageADataFile();
        try (Engine engine = open()) {
            Verification verification = engine.find(Verification.class).orElseThrow();
            assertThatThrownBy(() -> verification.run(() -> false))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
                    .hasMessageContaining(damaged.getFileName().toString());
            assertThatThrownBy(() -> all(engine))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
                    .hasMessageContaining(damaged.getFileName().toString());
        }
    }

    /** The largest: housekeeping may have put a small one beside it. */
    private Path damageADataFile() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("db/data"))) {
            Path file = files.filter(path -> path.toString().endsWith(".sst"))
                    .max(Comparator.comparingLong(path -> path.toFile().length()))
                    .orElseThrow();
            try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
                content.seek(content.length() / 2);
                int was = content.read();
                content.seek(content.length() / 2);
                content.write(was ^ 0x55);
            }
            return file;
        }
    }

    @Test
    void aLostDataFileIsCorrupt() throws Exception {
        try (Engine engine = open()) {
            replace(engine, KeyRange.all(), "k", MANY, "value");
        }
        Files.delete(damageADataFile());
        assertThatThrownBy(() -> {
                    try (Engine engine = open()) {
                        all(engine);
                    }
                })
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
    }

    @Test
    void metricsShowViews() {
        try (Engine engine = open()) {
            Metrics metrics = engine.find(Metrics.class).orElseThrow();
            try (Snapshot snapshot = engine.snapshot()) {
                assertThat(metrics.read()).containsEntry(Metrics.VIEWS_OPEN, 1L).containsEntry("snapshots.open", 1L);
                assertThat(all(snapshot)).isEmpty();
            }
            assertThat(metrics.read()).containsEntry(Metrics.VIEWS_OPEN, 0L).containsKey("files.live.bytes");
        }
    }

    private Engine open() {
        return Entries.open(temp.resolve("db"));
    }
}
