package io.inlay.bench.work.sync;

import io.inlay.bench.anchor.AnchorSet;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.compactor.CompactResult;
import io.inlay.compactor.Compactor;
import io.inlay.engine.Engine;
import io.inlay.sync.SyncStore;
import java.util.List;

/** {@link Compactor#compact} of the whole over a store that holds an older version of the same sync. */
public final class Compaction implements Work {
    @Override
    public void prepare(WorkPlace place) throws Exception {
        new AnchorStores(place).make(List.of(AnchorSet.SRC, AnchorSet.BASE));
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        AnchorStores stores = new AnchorStores(place);
        try (Engine source = stores.read(AnchorSet.SRC);
                Engine base = stores.copy(AnchorSet.BASE)) {
            SyncStore from = SyncStore.open(source);
            Compactor compactor = new Compactor(SyncStore.open(base));
            long start = System.nanoTime();
            CompactResult result = compactor.compact(from, AnchorSet.SRC.id());
            long nanos = System.nanoTime() - start;
            return figures(result, nanos);
        }
    }

    static Figures figures(CompactResult result, long nanos) {
        return SyncRows.of(result.buckets())
                .in(nanos)
                .with("bytes.linked", (double) result.replaced().bytesLinked())
                .with("writers.held.micros", result.replaced().writersHeld().toNanos() / 1e3);
    }
}
