package io.inlay.engine.support;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.support.StagedRange.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A replacement whose runs are staged in run files, one each; an engine adds how they take effect. */
public final class RunFileReplacement extends StagedReplacement<RunFileSink> {
    private final boolean durable;
    private final CallGate gate;
    private final Function<List<StagedRange<RunFileSink>>, ReplaceResult> commit;
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * Makes an open replacement.
     *
     * @param replacements the engine's open replacements, to which it will be added
     * @param area a new area, which this replacement owns from now on
     * @param durable whether finished runs are durable, see {@link RunFileSink}
     * @param gate the engine's
     * @param commit makes all ranges that can hold a key, ascending, take effect in one atomic and durable step; called with the
     *     engine held open
     */
    public RunFileReplacement(
            Limits limits,
            Views replacements,
            Path area,
            boolean durable,
            CallGate gate,
            Function<List<StagedRange<RunFileSink>>, ReplaceResult> commit) {
        super(limits, replacements, area);
        this.durable = durable;
        this.gate = gate;
        this.commit = commit;
    }

    @Override
    protected RunFileSink openSink(KeyRange range, Mode mode) {
        return new RunFileSink(area().resolve("run-" + runs.getAndIncrement()), durable);
    }

    @Override
    protected void checkEngineOpen() {
        gate.checkOpen();
    }

    @Override
    protected ReplaceResult apply(List<StagedRange<RunFileSink>> staged) {
        int lane = gate.enter();
        try {
            return commit.apply(staged);
        } finally {
            gate.leave(lane);
        }
    }
}
