package io.inlay.bench.work.sync;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.compactor.SyncSource;
import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;

/** The merge of {@link Merge} by the reference implementation's algorithm on the same engine; see {@link IfNewerMerge}. */
public abstract class RecordwiseMerge implements Work {
    private final Shape shape;

    private RecordwiseMerge(Shape shape) {
        this.shape = shape;
    }

    /** Of four overlapping full syncs. */
    public static final class OfA extends RecordwiseMerge {
        /** As the class says. */
        public OfA() {
            super(Shape.A);
        }
    }

    /** Of three small partial syncs over a full one. */
    public static final class OfB extends RecordwiseMerge {
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
            SyncId dest = Merge.start(SyncStore.open(engine));
            MergeStore target = new RelaxedEngine(engine);
            IfNewerMerge merge = new IfNewerMerge(target, dest, engine.limits().maxKeyBytes());
            long start = System.nanoTime();
            for (SyncSource source : sources.sources()) {
                try (Snapshot view = source.store().engine().snapshot()) {
                    merge.add(view, source.sync());
                }
            }
            target.sync();
            long nanos = System.nanoTime() - start;
            return SyncRows.count(engine, dest).in(nanos);
        }
    }
}
