package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.inlay.engine.tck.RandomComparison.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random operations on the engine and on a sorted map: rule X01. System properties: {@code tck.seeds} (such as {@code 7},
 * {@code 1-20} or {@code 3,8,11}), {@code tck.operations} for each seed, and {@code tck.replay}, a file with operations to be
 * run instead.
 */
interface ComparisonRules {
    @Test
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void X01_random_operations_agree_with_a_sorted_map(Fixture fixture) throws IOException {
        RandomComparison comparison = new RandomComparison(fixture);
        String replay = System.getProperty("tck.replay");
        if (replay != null) {
            Failure failure = comparison.run(OperationText.read(Files.readString(Path.of(replay))));
            if (failure != null) {
                throw new AssertionError("operation " + failure.at() + " failed", failure.cause());
            }
            return;
        }
        int count = Integer.getInteger("tck.operations", 10_000);
        for (long seed : seeds(System.getProperty("tck.seeds", "1-" + fixture.portionOf(20)))) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(EngineContract.WATCHDOG_SECONDS * (1L + count / 10_000)),
                    () -> agrees(comparison, seed, count),
                    () -> "seed " + seed);
        }
    }

    private static void agrees(RandomComparison comparison, long seed, int count) {
        Failure failure = comparison.run(seed, count);
        if (failure != null) {
            String how = "-Dtck.seeds=" + seed + " -Dtck.operations=" + count;
            throw new AssertionError(
                    "\n" + RandomComparison.describe(how, failure, comparison.shorten(failure)), failure.cause());
        }
    }

    private static List<Long> seeds(String given) {
        List<Long> seeds = new ArrayList<>();
        for (String part : given.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            for (long seed = Long.parseLong(ends[0]); seed <= Long.parseLong(ends[ends.length - 1]); seed++) {
                seeds.add(seed);
            }
        }
        return seeds;
    }
}
