package io.inlay.engine.tck.model;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.support.RunFileSink;
import io.inlay.engine.support.StagedRange;
import io.inlay.engine.support.StagedRange.Mode;
import io.inlay.engine.support.StagedReplacement;
import io.inlay.engine.support.Views;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A replacement staged in run files and committed as one record of the log. */
final class ModelReplacement extends StagedReplacement<RunFileSink> {
    private final ModelEngine engine;
    private final AtomicInteger runs = new AtomicInteger();

    ModelReplacement(ModelEngine engine, Limits limits, Views replacements, Path area) {
        super(limits, replacements, area);
        this.engine = engine;
    }

    @Override
    protected RunFileSink openSink(KeyRange range, Mode mode) {
        return new RunFileSink(area().resolve("run-" + runs.getAndIncrement()), false);
    }

    @Override
    protected void checkEngineOpen() {
        engine.checkOpen();
    }

    @Override
    protected ReplaceResult apply(List<StagedRange<RunFileSink>> staged) {
        return engine.replace(staged);
    }
}
