package io.inlay.bench.micro;

import io.inlay.bench.anchor.Anchor;
import io.inlay.bench.anchor.AnchorSet;
import io.inlay.compactor.merge.MergeInput;
import io.inlay.compactor.merge.MergeLimits;
import io.inlay.compactor.merge.SyncMerge;
import io.inlay.compactor.merge.Winners;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A step of the merge of four overlapping syncs: the next grant that wins, of which two in ten are held by all four. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MergeBenchmark {
    private static final List<AnchorSet> SOURCES = List.of(AnchorSet.A3, AnchorSet.A2, AnchorSet.A1, AnchorSet.A0);

    /** Name of the engine. */
    @Param({})
    public String engine = "";

    /** Grants of the anchor data set. */
    @Param("200000")
    public long grants;

    private TemporaryEngine store;
    private SyncMerge merge;
    private Winners winners;

    /** Writes the sources. */
    @Setup
    public void open() throws IOException {
        store = new TemporaryEngine(engine);
        SyncStore syncs = SyncStore.open(store.engine());
        Anchor anchor = Anchor.ofGrants(grants);
        SOURCES.forEach(set -> anchor.write(syncs, set));
        List<MergeInput> inputs = SOURCES.stream()
                .map(set -> new MergeInput(store.engine(), set.id(), set.name(), null))
                .toList();
        merge = new SyncMerge(
                inputs,
                SyncId.random(AnchorSet.START),
                new MergeLimits(1, 1 << 14, SOURCES.size(), 1 << 20, 0, 1),
                WorkMonitor.start(WorkControl.none(), Phase.STAGE));
        begin();
    }

    private void begin() throws IOException {
        winners = merge.winners(Bucket.GRANT, store.scratch());
    }

    /** Removes the store. */
    @TearDown
    public void close() throws IOException {
        winners.close();
        store.close();
    }

    /** The next winner with its key and value; from the last on with a new merge. */
    @Benchmark
    public int winner() throws IOException {
        if (!winners.next()) {
            winners.close();
            begin();
            winners.next();
        }
        return winners.key().remaining() + winners.value().remaining();
    }
}
