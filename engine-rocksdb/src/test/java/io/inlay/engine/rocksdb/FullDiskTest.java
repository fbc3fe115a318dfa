package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.all;
import static io.inlay.engine.rocksdb.Entries.buffer;
import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a full disk does to staging, to a commit, and to the log. */
class FullDiskTest {
    private static final int MANY = 5000;

    @TempDir
    Path temp;

    private interface OnDisk {
        void run(SmallDisk disk) throws Exception;
    }

    private void onSmallDisk(OnDisk test) throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mount(temp.resolve("disk"), 48);
        if (mounted.isPresent()) {
            try (SmallDisk disk = mounted.get()) {
                test.run(disk);
            }
        }
    }

    @Test
    void aRunThatDoesNotFitIsFullAndHarmless() throws Exception {
        onSmallDisk(disk -> {
            Path directory = disk.directory().resolve("db");
            try (Engine engine = Entries.open(directory)) {
                replace(engine, KeyRange.all(), "k", MANY, "old");
                Map<String, String> before = all(engine);
                disk.fillUpTo(1 << 20);
                try (Replacement replacement = engine.begin();
                        RunWriter run = replacement.excise(KeyRange.all())) {
                    EngineException full =
                            catchThrowableOfType(EngineException.class, () -> addIncompressible(run, "k", 20_000));
                    assertThat(full.kind()).as(full.toString()).isEqualTo(Kind.FULL);
                }
                assertThat(all(engine)).isEqualTo(before);
                disk.free();
                replace(engine, KeyRange.all(), "n", MANY, "new");
                assertThat(all(engine)).hasSize(MANY).containsKey("n0000000");
            }
            // after the close, which ends housekeeping, and that stages a file now and then
            assertThat(directory.resolve("staging")).isEmptyDirectory();
        });
    }

    private static void addIncompressible(RunWriter run, String prefix, int count) {
        Random random = new Random(7);
        byte[] value = new byte[1000];
        for (int i = 0; i < count; i++) {
            random.nextBytes(value);
            run.add(buffer(String.format("%s%07d", prefix, i)), ByteBuffer.wrap(value));
        }
        run.finish();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 16})
    void aCommitOnAFullDiskHappensWhollyOrNotAtAll(int pagesLeft) throws Exception {
        onSmallDisk(disk -> {
            for (boolean inFiles : new boolean[] {true, false}) {
                Path directory = disk.directory().resolve("db-" + inFiles);
                Kind failure = commitWith(disk, pagesLeft * 4096L, directory, inFiles);
                try (Engine engine = Entries.open(directory)) {
                    Map<String, String> found = all(engine);
                    assertThat(found.keySet().stream()
                                    .map(key -> key.substring(0, 1))
                                    .distinct())
                            .containsExactly(failure == Kind.FULL ? "n" : inNewState(found) ? "b" : "k");
                    assertThat(found).hasSize(MANY);
                }
                assertThat(strayDataFiles(directory)).isZero();
            }
        });
    }

    private static boolean inNewState(Map<String, String> found) {
        return found.containsKey("b0000000");
    }

    private static @Nullable Kind commitWith(SmallDisk disk, long left, Path directory, boolean inFiles)
            throws IOException {
        try (Engine engine = Entries.open(directory)) {
            replace(engine, KeyRange.all(), "k", MANY, inFiles ? "old".repeat(20) : "old");
            Map<String, String> before = all(engine);
            EngineException failure;
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.excise(KeyRange.all())) {
                addIncompressible(run, "b", MANY);
                disk.fillUpTo(left);
                failure = catchThrowableOfType(EngineException.class, replacement::commit);
            } finally {
                disk.free();
            }
            if (failure == null) {
                assertThat(inNewState(all(engine))).isTrue();
                return null;
            }
            assertThat(failure.kind()).as(failure.toString()).isIn(Kind.FULL, Kind.OUTCOME_UNKNOWN);
            assertThat(all(engine)).isEqualTo(before);
            if (failure.kind() == Kind.FULL) {
                replace(engine, KeyRange.all(), "n", MANY, "new");
            } else {
                refusesWrites(engine);
            }
            return failure.kind();
        }
    }

    private static long strayDataFiles(Path directory) throws Exception {
        try (Stream<Path> staged = Files.walk(directory.resolve("staging"))) {
            return staged.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void aLogThatCannotGrowPoisonsAndLosesNothingAcknowledged() throws Exception {
        onSmallDisk(disk -> {
            Path directory = disk.directory().resolve("db");
            int acknowledged = 0;
            try (Engine engine = Entries.open(directory)) {
                disk.fillUpTo(4 << 20);
                byte[] value = new byte[10_000];
                EngineException failure = null;
                while (failure == null) {
                    new Random(acknowledged).nextBytes(value);
                    Batch batch = new Batch().put(bytes("k" + acknowledged), value);
                    failure =
                            catchThrowableOfType(EngineException.class, () -> engine.write(batch, Durability.RELAXED));
                    if (failure == null) {
                        acknowledged++;
                    }
                }
                assertThat(failure.kind()).as(failure.toString()).isEqualTo(Kind.OUTCOME_UNKNOWN);
                disk.free();
                refusesWrites(engine);
                assertThat(engine.get(bytes("k0"))).isNotNull();
                assertThat(all(engine)).hasSize(acknowledged);
            }
            try (Engine engine = Entries.open(directory)) {
                assertThat(all(engine)).hasSizeBetween(acknowledged, acknowledged + 1);
                engine.write(new Batch().put(bytes("a"), bytes("v")), Durability.SYNC);
            }
        });
    }

    private static void refusesWrites(Engine engine) {
        Batch batch = new Batch().put(bytes("x"), bytes("v"));
        for (EngineException later : new EngineException[] {
            catchThrowableOfType(EngineException.class, () -> engine.write(batch, Durability.SYNC)),
            catchThrowableOfType(EngineException.class, engine::sync),
            catchThrowableOfType(EngineException.class, engine::begin)
        }) {
            assertThat(later.kind()).isEqualTo(Kind.INTERNAL);
            assertThat(later.getCause()).isNotNull();
        }
    }
}
