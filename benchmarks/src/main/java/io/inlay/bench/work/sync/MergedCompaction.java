package io.inlay.bench.work.sync;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.compactor.CompactResult;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.MergeOptions;
import io.inlay.engine.Engine;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.time.Instant;

/**
 * {@link Compactor#compact} of what a {@link Merge} gives into a store that holds nothing else: the same rows as the merge, read from
 * one sync instead of four.
 */
public abstract class MergedCompaction implements Work {
    private static final SyncId MERGED =
            SyncId.of(Instant.parse("2026-01-20T00:00:00Z"), new byte[SyncId.PAYLOAD_BYTES]);

    private final Shape shape;

    private MergedCompaction(Shape shape) {
        this.shape = shape;
    }

    /** Of four overlapping full syncs. */
    public static final class OfA extends MergedCompaction {
        /** As the class says. */
        public OfA() {
            super(Shape.A);
        }
    }

    /** Of three small partial syncs over a full one. */
    public static final class OfB extends MergedCompaction {
        /** As the class says. */
        public OfB() {
            super(Shape.B);
        }
    }

    private String merged() {
        return "merged-" + shape;
    }

    @Override
    public void prepare(WorkPlace place) throws Exception {
        AnchorStores stores = new AnchorStores(place);
        stores.make(shape.sets());
        stores.make(merged(), store -> {
            try (Shape.Opened sources = new Shape.Opened(stores, shape.sets())) {
                NewSync dest = NewSync.of(SyncType.SYNC_TYPE_FULL).withId(MERGED);
                new Compactor(store).merge(sources.sources(), dest, MergeOptions.defaults());
            }
        });
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        AnchorStores stores = new AnchorStores(place);
        try (Engine source = stores.read(merged());
                Engine base = stores.fresh()) {
            SyncStore from = SyncStore.open(source);
            Compactor compactor = new Compactor(SyncStore.open(base));
            long start = System.nanoTime();
            CompactResult result = compactor.compact(from, MERGED);
            long nanos = System.nanoTime() - start;
            return Compaction.figures(result, nanos);
        }
    }
}
