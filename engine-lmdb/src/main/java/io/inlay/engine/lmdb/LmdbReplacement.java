package io.inlay.engine.lmdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.StagedRange;
import io.inlay.engine.support.StagedReplacement;
import io.inlay.engine.support.Views;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A replacement that is merged into the store in one write transaction. */
final class LmdbReplacement extends StagedReplacement<LmdbSink> {
    private final LmdbWriter writer;
    private final CallGate gate;
    private final LmdbOptions options;
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * Makes an open replacement.
     *
     * @param options the engine's
     */
    LmdbReplacement(
            LmdbWriter writer, CallGate gate, Limits limits, Views replacements, Path area, LmdbOptions options) {
        super(limits, replacements, area);
        this.options = options;
        this.writer = writer;
        this.gate = gate;
    }

    @Override
    protected LmdbSink openSink(KeyRange range, StagedRange.Mode mode) {
        return new LmdbSink(area().resolve("run-" + runs.incrementAndGet()), options.readInCommit());
    }

    @Override
    protected void checkEngineOpen() {
        gate.checkOpen();
    }

    @Override
    protected ReplaceResult apply(List<StagedRange<LmdbSink>> staged) {
        int lane = gate.enter();
        try {
            writer.checkWritable();
            return writer.call("committing", () -> merge(staged));
        } finally {
            gate.leave(lane);
        }
    }

    /** On the writer's thread. */
    private ReplaceResult merge(List<StagedRange<LmdbSink>> staged) {
        long start = System.nanoTime();
        Merged merged = new Merged();
        writer.transact("committing", true, txn -> {
            RangeMerge merge =
                    new RangeMerge(writer.versions().published(), txn, gate::checkOpen, options.overwriteLeaves());
            gate.checkOpen();
            for (StagedRange<LmdbSink> range : staged) {
                apply(merge, range);
                merged.records += range.records();
            }
            merged.bytes = merge.bytesWritten();
        });
        return new ReplaceResult(merged.records, merged.bytes, 0, Duration.ofNanos(System.nanoTime() - start));
    }

    private void apply(RangeMerge merge, StagedRange<LmdbSink> range) {
        try {
            merge.apply(range);
        } catch (InternalError e) {
            throw LmdbReader.unreadable(writer.versions().published(), e);
        }
    }

    /** What a merge did, told out of the transaction. */
    private static final class Merged {
        private long records;
        private long bytes;
    }
}
