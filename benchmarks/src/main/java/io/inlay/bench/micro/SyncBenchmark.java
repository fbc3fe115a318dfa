package io.inlay.bench.micro;

import io.inlay.bench.anchor.Anchor;
import io.inlay.bench.anchor.AnchorSet;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.SyncSource;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * Whole compactions and merges. Of two sizes, so that what is allocated once cancels out: the difference of two allocation figures,
 * divided by that of the rows, is what a row allocates. Threads come and go, whose allocations JMH sees on JDK 21 or newer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 3)
public class SyncBenchmark {
    private static final List<AnchorSet> SOURCES = List.of(AnchorSet.A3, AnchorSet.A2, AnchorSet.A1, AnchorSet.A0);

    /** Name of the engine. */
    @Param({})
    public String engine = "";

    /** Grants of the anchor data set. */
    @Param({"50000", "150000"})
    public long grants;

    private TemporaryEngine source;
    private TemporaryEngine target;
    private SyncStore from;
    private SyncStore to;

    /** Rows of the result. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Rows {
        /** Rows of all buckets. */
        public long rows;
    }

    /** Writes the sources. */
    @Setup
    public void open() throws IOException {
        source = new TemporaryEngine(engine);
        target = new TemporaryEngine(engine);
        from = SyncStore.open(source.engine());
        to = SyncStore.open(target.engine());
        Anchor anchor = Anchor.ofGrants(grants);
        SOURCES.forEach(set -> anchor.write(from, set));
    }

    /** Removes the stores. */
    @TearDown
    public void close() throws IOException {
        source.close();
        target.close();
    }

    /** One of the four sources into another store. */
    @Benchmark
    public void compact(Rows counted) {
        counted.rows = new Compactor(to).compact(from, AnchorSet.A0.id()).records();
    }

    /** All four into a new sync, which is dropped again. */
    @Benchmark
    public void merge(Rows counted) {
        SyncId dest = to.start(NewSync.of(SyncType.SYNC_TYPE_FULL)).id();
        List<SyncSource> sources =
                SOURCES.stream().map(set -> new SyncSource(from, set.id())).toList();
        counted.rows = new Compactor(to).merge(sources, dest).records();
        to.drop(dest);
    }
}
