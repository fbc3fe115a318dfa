package io.inlay.bench.work.engine;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.record.ProcessWrites;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * What one replace of a range by another store's did.
 *
 * @param nanos time from {@link Engine#begin} to the return of {@link Replacement#commit}
 * @param result what the engine says of it
 * @param written bytes written to disk meanwhile by the whole process; none where it is not told
 */
record Replace(long nanos, ReplaceResult result, OptionalLong written) {
    /** Replaces a range by the same range of another store. */
    static Replace run(Engine base, Engine source, KeyRange range) {
        return run(base, source, List.of(range));
    }

    /** Replaces ranges, in one replacement, by the same ranges of another store; each on a thread of its own. */
    static Replace run(Engine base, Engine source, List<KeyRange> ranges) {
        OptionalLong before = ProcessWrites.bytes();
        long start = System.nanoTime();
        ReplaceResult result;
        try (Replacement replacement = base.begin();
                Snapshot state = source.snapshot()) {
            CompletableFuture.allOf(ranges.stream()
                            .map(range -> CompletableFuture.runAsync(
                                    () -> copy(state, range, replacement), task -> new Thread(task).start()))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
            result = replacement.commit();
        }
        long nanos = System.nanoTime() - start;
        return new Replace(nanos, result, ProcessWrites.since(before));
    }

    private static void copy(Snapshot from, KeyRange range, Replacement to) {
        try (RunWriter run = to.excise(range);
                Cursor all = from.cursor(range, Direction.FORWARD, Access.SCAN)) {
            run.addAll(all, Long.MAX_VALUE);
            run.finish();
        }
    }

    /** Adds what it did to the figures of its work. */
    Figures addTo(Figures figures) {
        Figures all = figures.with("bytes.copied", (double) result.bytesCopied())
                .with("bytes.linked", (double) result.bytesLinked())
                .with("writers.held.micros", result.writersHeld().toNanos() / 1e3);
        return written.isEmpty() ? all : all.with("disk.written.bytes", (double) written.getAsLong());
    }
}
