package io.inlay.bench.work.sync;

import io.inlay.bench.anchor.AnchorSet;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.FoldOptions;
import io.inlay.compactor.FoldResult;
import io.inlay.compactor.FoldStrategy;
import io.inlay.engine.Engine;
import io.inlay.sync.SyncStore;
import java.util.List;

/** {@link Compactor#fold} of three small partial syncs into a full one, which a copy of its store made for the round holds. */
public abstract class Fold implements Work {
    private static final List<AnchorSet> NEWER = List.of(AnchorSet.P2, AnchorSet.P1, AnchorSet.P0);

    private final FoldStrategy strategy;

    private Fold(FoldStrategy strategy) {
        this.strategy = strategy;
    }

    /** By writing differences. */
    public static final class ByPatch extends Fold {
        /** As the class says. */
        public ByPatch() {
            super(FoldStrategy.PATCH);
        }
    }

    /** By writing the sync anew. */
    public static final class ByRebuild extends Fold {
        /** As the class says. */
        public ByRebuild() {
            super(FoldStrategy.REBUILD);
        }
    }

    @Override
    public void prepare(WorkPlace place) throws Exception {
        new AnchorStores(place).make(Shape.B.sets());
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        AnchorStores stores = new AnchorStores(place);
        try (Shape.Opened newer = new Shape.Opened(stores, NEWER);
                Engine engine = stores.copy(AnchorSet.SRC)) {
            Compactor compactor = new Compactor(SyncStore.open(engine));
            FoldOptions options = FoldOptions.defaults().withStrategy(strategy);
            long start = System.nanoTime();
            FoldResult result = compactor.fold(AnchorSet.SRC.id(), newer.sources(), options);
            long nanos = System.nanoTime() - start;
            return SyncRows.count(engine, AnchorSet.SRC.id())
                    .in(nanos)
                    .with("rows.written", (double) result.records())
                    .with("bytes.written", (double) result.bytes());
        }
    }
}
