package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.cli.store.Stores;
import io.inlay.compactor.Compactor;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compactions killed at random instants leave the whole old state or the whole new one, and no stray file. Their number is
 * the property {@code inlay.kills}.
 */
@Timeout(600)
class KillTest {
    private static final int KILLS = Integer.getInteger("inlay.kills", 4);
    private static final int LATEST_MILLISECONDS = 700;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void whole_old_or_whole_new(String engine) throws IOException, InterruptedException {
        Path base = directory.resolve("base");
        Ran.inlay(
                        "import",
                        "--engine",
                        engine,
                        "--into",
                        directory.resolve("0"),
                        AccessData.many(directory, "0.gz", 9_000, 0))
                .done();
        Ran.inlay(
                        "import",
                        "--engine",
                        engine,
                        "--into",
                        directory.resolve("1"),
                        AccessData.many(directory, "1.gz", 9_000, 1))
                .done();
        List<Map<String, String>> states =
                List.of(Held.entries(directory.resolve("0")), Held.entries(directory.resolve("1")));
        Ran.inlay(
                        "compact",
                        "--engine",
                        engine,
                        "--from",
                        directory.resolve("0"),
                        "--into",
                        base,
                        "--sync",
                        AccessData.SYNC)
                .done();
        long seed = Long.getLong("inlay.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < KILLS; i++) {
            kill(engine, base, random.nextInt(LATEST_MILLISECONDS));
            assertThat(states.indexOf(Held.entries(base)))
                    .as("kill %d, replay with -Dinlay.seed=%d", i, seed)
                    .isNotNegative();
            Ran.inlay("verify", base).done();
            Engines.open(engine, base, Map.of()).close();
            assertThat(base.resolve("staging")).isEmptyDirectory();
        }
    }

    private void kill(String engine, Path base, int milliseconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Child.java(List.of(), Loop.class, engine, directory))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('.');
            assertThat(process.waitFor(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(Files.exists(base)).isTrue();
    }

    /** Compacts one source and then the other into the base, for ever; a dot tells that the first is done. */
    static final class Loop {
        private Loop() {}

        public static void main(String[] args) {
            Path directory = Path.of(args[1]);
            SyncId sync = SyncId.parse(AccessData.SYNC);
            Engine base = Engines.open(args[0], directory.resolve("base"), Map.of());
            Compactor compactor = new Compactor(SyncStore.open(base));
            List<SyncStore> sources = List.of(source(directory.resolve("0")), source(directory.resolve("1")));
            for (int i = 0; ; i++) {
                compactor.compact(sources.get(i % 2), sync);
                if (i == 0) {
                    System.out.print('.');
                    System.out.flush();
                }
            }
        }

        private static SyncStore source(Path directory) {
            return SyncStore.open(Stores.read(directory));
        }
    }
}
