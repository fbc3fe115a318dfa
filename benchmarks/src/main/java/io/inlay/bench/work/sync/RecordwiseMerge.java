package io.inlay.bench.work.sync;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.compactor.SyncSource;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.List;

/**
 * The merge of {@link Merge} by the reference implementation's algorithm on the same engine; see {@link IfNewerMerge}. No batch waits
 * for the disk: on LMDB, whose engine waits for each, they go to LMDB directly; see {@link LmdbWithoutSync}.
 */
public abstract class RecordwiseMerge implements Work {
    private static final String LMDB = "lmdb";
    /** Far above those of the anchor data set. */
    private static final int MOST_KEY_BYTES = 500;

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
        try (Shape.Opened sources = new Shape.Opened(stores, shape.sets())) {
            Path directory;
            SyncId dest;
            long nanos = 0;
            try (Engine engine = stores.fresh()) {
                directory = engine.directory();
                dest = Merge.start(SyncStore.open(engine));
                if (!place.engine().equals(LMDB)) {
                    nanos = merge(sources.sources(), new RelaxedEngine(engine), dest);
                }
            }
            if (place.engine().equals(LMDB)) {
                try (LmdbWithoutSync target = new LmdbWithoutSync(directory)) {
                    nanos = merge(sources.sources(), target, dest);
                }
            }
            try (Engine engine = Engines.open(place.engine(), directory, place.options())) {
                return SyncRows.count(engine, dest).in(nanos);
            }
        }
    }

    private static long merge(List<SyncSource> sources, MergeStore target, SyncId dest) {
        IfNewerMerge merge = new IfNewerMerge(target, dest, MOST_KEY_BYTES);
        long start = System.nanoTime();
        for (SyncSource source : sources) {
            try (Snapshot view = source.store().engine().snapshot()) {
                merge.add(view, source.sync());
            }
        }
        target.sync();
        return System.nanoTime() - start;
    }
}
