package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.StagedRange;
import io.inlay.engine.support.StagedRange.Mode;
import io.inlay.engine.support.StagedReplacement;
import io.inlay.engine.support.Views;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A replacement whose runs are staged as table files in its area. */
final class RocksReplacement extends StagedReplacement<RocksSink> {
    private final CallGate engineGate;
    private final Installer installer;
    private final RocksOptions options;
    private final AtomicInteger files = new AtomicInteger();

    RocksReplacement(
            Limits limits,
            Views replacements,
            Path area,
            CallGate engineGate,
            Installer installer,
            RocksOptions options) {
        super(limits, replacements, area);
        this.engineGate = engineGate;
        this.installer = installer;
        this.options = options;
    }

    @Override
    protected RocksSink openSink(KeyRange range, Mode mode) {
        return new RocksSink(this::newFile, options);
    }

    private Path newFile() {
        return area().resolve("staged-" + files.getAndIncrement() + ".sst");
    }

    @Override
    protected void checkEngineOpen() {
        engineGate.checkOpen();
    }

    @Override
    protected ReplaceResult apply(List<StagedRange<RocksSink>> staged) {
        int lane = engineGate.enter();
        try {
            return installer.install(staged, this::newFile);
        } finally {
            engineGate.leave(lane);
        }
    }
}
