package io.inlay.bench.work.sync;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.MergeResult;
import io.inlay.engine.Engine;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;

/** {@link Compactor#merge} of a shape into a new sync of a store that holds nothing else; each source has a store of its own. */
public abstract class Merge implements Work {
    private final Shape shape;

    private Merge(Shape shape) {
        this.shape = shape;
    }

    /** Of four overlapping full syncs. */
    public static final class OfA extends Merge {
        /** As the class says. */
        public OfA() {
            super(Shape.A);
        }
    }

    /** Of three small partial syncs over a full one. */
    public static final class OfB extends Merge {
        /** As the class says. */
        public OfB() {
            super(Shape.B);
        }
    }

    @Override
    public void prepare(WorkPlace place) throws Exception {
        new AnchorStores(place).make(shape.sets());
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        AnchorStores stores = new AnchorStores(place);
        try (Shape.Opened sources = new Shape.Opened(stores, shape.sets());
                Engine engine = stores.fresh()) {
            SyncStore target = SyncStore.open(engine);
            SyncId dest = start(target);
            Compactor compactor = new Compactor(target);
            long start = System.nanoTime();
            MergeResult result = compactor.merge(sources.sources(), dest);
            long nanos = System.nanoTime() - start;
            return SyncRows.of(result.buckets()).in(nanos).with("keys.contested", (double) result.contestedKeys());
        }
    }

    /** Starts the sync that a merge fills. */
    static SyncId start(SyncStore target) {
        return target.start(NewSync.of(SyncType.SYNC_TYPE_FULL)).id();
    }
}
