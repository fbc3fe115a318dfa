package io.inlay.engine.tck;

import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    /** Runs a seed's operations. */
    @Nullable Failure run(long seed, int count) {
        int maxKeyBytes;
        Path directory = next();
        try (Comparison empty = new Comparison(fixture, directory)) {
            maxKeyBytes = empty.maxKeyBytes();
        }
        remove(directory);
        return run(Operations.of(seed, maxKeyBytes, count));
    }

    /** Runs given operations, and checks everything at their end and once more after reopening. */
    @Nullable Failure run(List<Operation> operations) {
        Path directory = next();
        int at = 0;
        try (Comparison comparison = new Comparison(fixture, directory)) {
            for (; at < operations.size(); at++) {
                comparison.run(operations.get(at));
            }
            at--;
            comparison.checkAll();
            comparison.run(new Operation.Reopen());
        } catch (RuntimeException | AssertionError e) {
            return new Failure(operations, at, e);
        }
        remove(directory);
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

    /** How to run a seed again, and a shortened sequence in the form that {@link OperationText#read} reads. */
    static String describe(String how, Failure failure, Failure shortened) {
        List<Operation> kept = shortened.sequence.subList(0, Math.min(shortened.at + 1, shortened.sequence.size()));
        return "operation " + failure.at + " of " + failure.sequence.size() + " failed (" + failure.cause.getMessage()
                + "); run it again with " + how + "\n" + kept.size() + " operations fail too ("
                + shortened.cause.getMessage()
                + "); to replay them, keep the lines below in a file and run with -Dtck.replay=FILE\n"
                + OperationText.write(kept);
    }

    private Path next() {
        return fixture.path("random-" + stores++);
    }

    private static void remove(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
