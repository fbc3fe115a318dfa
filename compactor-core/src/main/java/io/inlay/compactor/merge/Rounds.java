package io.inlay.compactor.merge;

import io.inlay.engine.support.Failures;
import io.inlay.engine.support.RunFileWriter;
import io.inlay.sync.key.Bucket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges more inputs than may be open at once: the first of them into files, as few as it takes, the rest with those files.
 * The rows that come out do not depend on how many are open. For one thread.
 */
final class Rounds {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int CHECK_EVERY = 4096;

    private final Bucket bucket;
    private final int fanIn;
    private final Path directory;
    private final Runnable checkpoint;
    private ByteBuffer value = ByteBuffer.allocate(1024);
    private int files;
    private int depth;

    /**
     * @param directory for files, of which no other merge of this bucket puts any there
     * @param checkpoint called now and then; what it throws ends the call under way
     */
    Rounds(Bucket bucket, int fanIn, Path directory, Runnable checkpoint) {
        this.bucket = bucket;
        this.fanIn = fanIn;
        this.directory = directory;
        this.checkpoint = checkpoint;
    }

    /** An input that is not open yet, the file it is in if it is, and how many rounds made it. */
    private record Waiting(
            Supplier<RowInput> opener, @Nullable Path file, int depth) {}

    /** Makes one sequence of inputs before their first rows, which it owns. */
    interface Merger<T extends MergedRows> extends Function<List<RowInput>, T> {}

    /**
     * Merges inputs, opened when their turn comes.
     *
     * @param between merges what goes into files
     * @param last merges what is returned, to be read and closed by the caller
     */
    <T extends MergedRows> T merge(List<Supplier<RowInput>> openers, Merger<?> between, Merger<T> last) {
        return open(reduce(openers, between), last);
    }

    /**
     * Merges inputs into files until no more are left than may be open at once. The last one never goes into a file: it is the
     * oldest sync and as a rule much larger than the others.
     *
     * @return what is left; in the order given if nothing had to be merged
     */
    List<Supplier<RowInput>> reduce(List<Supplier<RowInput>> openers, Merger<?> between) {
        Deque<Waiting> waiting = new ArrayDeque<>();
        openers.forEach(opener -> waiting.add(new Waiting(opener, null, 0)));
        Waiting largest = waiting.removeLast();
        int room = fanIn - 1;
        while (waiting.size() > room) {
            int number = Math.min(fanIn, waiting.size() - room + 1);
            waiting.add(toFile(takeFirst(waiting, number), between));
        }
        waiting.add(largest);
        depth = 1 + waiting.stream().mapToInt(Waiting::depth).max().orElse(0);
        return openers(waiting);
    }

    /** How many merges one after the other a row went through. */
    int depth() {
        return depth;
    }

    private static List<Waiting> takeFirst(Deque<Waiting> waiting, int number) {
        List<Waiting> taken = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    private static List<Supplier<RowInput>> openers(Collection<Waiting> waiting) {
        return waiting.stream().map(Waiting::opener).toList();
    }

    /** Opens inputs and merges them, all at once. */
    static <T extends MergedRows> T open(List<Supplier<RowInput>> openers, Merger<T> merger) {
        List<RowInput> inputs = new ArrayList<>();
        try {
            openers.forEach(opener -> inputs.add(opener.get()));
            return merger.apply(inputs);
        } catch (RuntimeException | Error e) {
            inputs.forEach(RowInput::close);
            throw e;
        }
    }

    private Waiting toFile(List<Waiting> group, Merger<?> merger) {
        Path file = directory.resolve("round-" + bucket.label() + "-" + files++);
        try (MergedRows rows = open(openers(group), merger);
                RunFileWriter writer = RunFileWriter.create(file, BLOCK_BYTES)) {
            while (rows.next()) {
                writer.put(rows.key(), withPosition(rows));
                if (writer.records() % CHECK_EVERY == 0) {
                    checkpoint.run();
                }
            }
            writer.finish(false);
        }
        group.forEach(Rounds::remove);
        int deepest = group.stream().mapToInt(Waiting::depth).max().orElse(0);
        return new Waiting(() -> new RunInput(bucket.tailOffset(), file), file, deepest + 1);
    }

    private ByteBuffer withPosition(MergedRows rows) {
        ByteBuffer content = rows.value();
        int length = Integer.BYTES + content.remaining();
        if (value.capacity() < length) {
            value = ByteBuffer.allocate(2 * length);
        }
        value.clear().putInt(rows.current().position());
        return value.put(Integer.BYTES, content, content.position(), content.remaining())
                .position(0)
                .limit(length);
    }

    private static void remove(Waiting read) {
        Path file = read.file();
        if (file == null) {
            return;
        }
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw Failures.io("removing", file, e);
        }
    }
}
