package io.inlay.engine.tck;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs sequences of operations, each on a store of its own, and makes a failing one short. */
final class RandomComparison {
    /** Operations run at the most while a failing sequence is shortened. */
    private static final long EFFORT = 400_000;

    private final Fixture fixture;
    private int stores;

    RandomComparison(Fixture fixture) {
        this.fixture = fixture;
    }

    /** A failing sequence, which operation failed, and how. */
    record Failure(List<Operation> sequence, int at, Throwable cause) {}

    /** Runs a seed's operations, made for the engine's limits. */
    @Nullable Failure run(long seed, int count) {
        return run(comparison -> Operations.of(seed, comparison.limits(), count));
    }

    /** Runs given operations. */
    @Nullable Failure run(List<Operation> operations) {
        return run(comparison -> operations);
    }

    /** Checks everything at the end, and once more after reopening. */
    private @Nullable Failure run(Function<Comparison, List<Operation>> source) {
        Path directory = fixture.path("random-" + stores++);
        List<Operation> operations = List.of();
        int at = 0;
        try (Comparison comparison = new Comparison(fixture, directory)) {
            operations = source.apply(comparison);
            for (; at < operations.size(); at++) {
                comparison.run(operations.get(at));
            }
            at--;
            comparison.checkAll();
            comparison.run(new Operation.Reopen());
        } catch (RuntimeException | AssertionError e) {
            return new Failure(operations, at, e);
        } finally {
            Fixture.remove(directory);
        }
        return null;
    }

    /** The shortest failing sequence that bounded effort finds. */
    Failure shorten(Failure failure) {
        Failure[] last = {failure};
        new Shortening<Operation>(
                        failure.sequence.subList(0, Math.min(failure.at + 1, failure.sequence.size())),
                        sequence -> {
                            Failure found = run(sequence);
                            last[0] = found == null ? last[0] : found;
                            return found == null ? -1 : Math.max(0, found.at);
                        },
                        SimplerOperations::of,
                        EFFORT)
                .run();
        return last[0];
    }

    /** How to run a seed again, and a shortened sequence; the whole text can be read by {@link OperationText#read}. */
    static String describe(String how, Failure failure, Failure shortened) {
        List<Operation> kept = shortened.sequence.subList(0, Math.min(shortened.at + 1, shortened.sequence.size()));
        return comment("operation " + failure.at + " of " + failure.sequence.size() + " failed, run it again with "
                        + how + ": " + failure.cause.getMessage())
                + comment(kept.size()
                        + " operations fail too, keep this text in a file and run it with -Dtck.replay=FILE: "
                        + shortened.cause.getMessage())
                + OperationText.write(kept);
    }

    private static String comment(String text) {
        return text.lines().map(line -> "# " + line + "\n").collect(Collectors.joining());
    }
}
