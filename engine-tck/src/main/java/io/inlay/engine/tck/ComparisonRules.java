package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random operations on the engine and on a sorted map: rule X01. System properties: {@code tck.seeds} (such as
 * {@code 7}, {@code 1-20} or {@code 3,8,11}) and {@code tck.operations} for each seed.
 */
interface ComparisonRules {
    /** Sequences tried while a failing one is shortened. */
    int MOST_SHORTENINGS = 150;

    @Test
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void X01_random_operations_agree_with_a_sorted_map(Fixture fixture) {
        int count = Integer.getInteger("tck.operations", 1_000);
        for (long seed : seeds(System.getProperty("tck.seeds", "1-4"))) {
            List<Operation> operations = new ArrayList<>();
            Failure failure = run(fixture, operations, seed, count);
            if (failure != null) {
                List<Operation> shortest = shorten(fixture, operations.subList(0, failure.at + 1));
                StringBuilder message =
                        new StringBuilder("replay with -Dtck.seeds=" + seed + " -Dtck.operations=" + count
                                + ": operation " + failure.at + ": " + failure.cause + "\n" + shortest.size()
                                + " operations fail too:");
                shortest.forEach(operation -> message.append("\n  ").append(operation));
                throw new AssertionError(message.toString(), failure.cause);
            }
        }
    }

    /** Which operation failed, and how. */
    record Failure(int at, Throwable cause) {}

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

    /** Makes a seed's operations for the engine's limits and runs them. */
    private static @Nullable Failure run(Fixture fixture, List<Operation> operations, long seed, int count) {
        Path directory = fixture.path("seed-" + seed);
        try (Engine engine = fixture.open(directory)) {
            operations.addAll(Operations.of(seed, engine.limits().maxKeyBytes(), count));
            return run(fixture, engine, operations);
        }
    }

    private static @Nullable Failure run(Fixture fixture, Engine engine, List<Operation> operations) {
        Comparison comparison = new Comparison(fixture, engine);
        int at = 0;
        try {
            for (; at < operations.size(); at++) {
                comparison.run(operations.get(at));
            }
            at--;
            comparison.checkAll();
            comparison.run(new Operation.Reopen());
            return null;
        } catch (RuntimeException | AssertionError e) {
            return new Failure(at, e);
        } finally {
            comparison.end();
        }
    }

    /** Leaves out ever smaller pieces of a failing sequence as long as it still fails. */
    private static List<Operation> shorten(Fixture fixture, List<Operation> failing) {
        List<Operation> shortest = new ArrayList<>(failing);
        int tried = 0;
        for (int piece = Math.max(1, shortest.size() / 2); piece > 0; piece /= 2) {
            for (int from = 0; from < shortest.size() && tried < MOST_SHORTENINGS; tried++) {
                List<Operation> fewer = new ArrayList<>(shortest);
                fewer.subList(from, Math.min(from + piece, fewer.size())).clear();
                Failure failure;
                try (Engine engine = fixture.open(fixture.path("shorter-" + tried))) {
                    failure = run(fixture, engine, fewer);
                }
                if (failure == null) {
                    from += piece;
                } else {
                    shortest = new ArrayList<>(fewer.subList(0, Math.min(failure.at + 1, fewer.size())));
                }
            }
        }
        return shortest;
    }
}
