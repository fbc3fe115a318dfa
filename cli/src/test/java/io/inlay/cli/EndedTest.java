package io.inlay.cli;

import static io.inlay.sync.record.SyncType.SYNC_TYPE_FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.inlay.sync.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose process is told to end, or killed, at random instants: what they would have made is there whole or not at all. */
@Timeout(600)
class EndedTest {
    private static final int TIMES = 6;
    private static final int LATEST_MILLISECONDS = 2500;

    @TempDir
    Path directory;

    private Path source;

    @BeforeEach
    void fill() throws IOException {
        source = directory.resolve("source");
        Ran.inlay("import", "--engine", "lmdb", "--into", source, AccessData.many(directory, "1.gz", 20_000, 1))
                .done();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void a_merge_told_to_end_leaves_no_store_that_was_not_there(String engine) throws Exception {
        Random random = new Random();
        for (int i = 0; i < TIMES; i++) {
            Path target = directory.resolve("new" + i);
            int millis = random.nextInt(LATEST_MILLISECONDS);
            String err = merge(target, engine, millis, false);
            assertThat(err.lines().count()).as(err).isLessThanOrEqualTo(1);
            if (Files.exists(target)) {
                assertThat(syncs(target)).as("after %d ms", millis).hasSize(1).allMatch(EndedTest::isFinished);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void a_killed_merge_leaves_no_started_sync(String engine) throws Exception {
        Path target = directory.resolve("target");
        History.put(target, engine, 1, SYNC_TYPE_FULL, "ann");
        Random random = new Random();
        for (int i = 0; i < TIMES; i++) {
            int millis = random.nextInt(LATEST_MILLISECONDS);
            merge(target, engine, millis, true);
            assertThat(syncs(target)).as("after %d ms", millis).isNotEmpty().allMatch(EndedTest::isFinished);
        }
        Ran.inlay("verify", target).done();
    }

    @Test
    void what_ends_in_order_is_waited_for_and_what_begins_too_late_does_not_begin() throws InterruptedException {
        Ending reading = new Ending();
        reading.await();
        assertThatThrownBy(reading::inOrder).isInstanceOf(SyncException.class).hasMessageContaining("cancelled");

        Ending writing = new Ending();
        assertThat(writing.inOrder().cancellation().orElseThrow().isCancelled()).isFalse();
        Thread hook = new Thread(writing::await);
        hook.start();
        while (!writing.isCancelled()) {
            Thread.onSpinWait();
        }
        assertThat(hook.isAlive()).isTrue();
        writing.ended();
        hook.join();
    }

    /** Ends a merge after some time, or lets it end; gives what it wrote to its standard error. */
    private String merge(Path target, String engine, int millis, boolean forcibly) throws Exception {
        Path err = Files.createTempFile(directory, "err", "");
        List<String> command = Child.java(List.of(), Main.class, "merge", source, "--into", target, "--engine", engine);
        Process process = new ProcessBuilder(command)
                .redirectOutput(Files.createTempFile(directory, "out", "").toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(millis, TimeUnit.MILLISECONDS) && !forcibly) {
                process.destroy();
                process.waitFor();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(err);
    }

    private static List<JsonElement> syncs(Path store) {
        JsonArray syncs =
                Ran.inlay("list", store, "--json").json().getAsJsonObject().getAsJsonArray("syncs");
        return syncs.asList();
    }

    private static boolean isFinished(JsonElement sync) {
        return sync.getAsJsonObject().get("finished").getAsBoolean();
    }
}
