package io.inlay.bench.work.sync;

import io.inlay.bench.anchor.AnchorSet;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Keys;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.Bucket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The compaction of {@link Compaction} as an application would write it without replacements: the ranges of the sync are deleted,
 * one range deletion each, then the source's rows are put in their order, 1000 a batch, and one sync at the end makes them
 * durable. A reader may see any state in between, and a crash may leave one.
 */
public abstract class BatchPuts implements Work {
    private static final int BATCH_RECORDS = 1000;

    private final int threads;

    private BatchPuts(int threads) {
        this.threads = threads;
    }

    /** On one thread. */
    public static final class OneThread extends BatchPuts {
        /** As the class says. */
        public OneThread() {
            super(1);
        }
    }

    /** On two threads, each of which takes the largest range that is left. */
    public static final class TwoThreads extends BatchPuts {
        /** As the class says. */
        public TwoThreads() {
            super(2);
        }
    }

    @Override
    public void prepare(WorkPlace place) throws Exception {
        new Compaction().prepare(place);
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        AnchorStores stores = new AnchorStores(place);
        try (Engine source = stores.read(AnchorSet.SRC);
                Engine base = stores.copy(AnchorSet.BASE)) {
            long start = System.nanoTime();
            copy(source, base);
            long nanos = System.nanoTime() - start;
            return SyncRows.count(base, AnchorSet.SRC.id()).in(nanos);
        }
    }

    private void copy(Engine source, Engine base) throws Exception {
        List<SyncRange> ranges = new ArrayList<>(SyncRanges.of(AnchorSet.SRC.id()));
        Batch deletes = new Batch();
        ranges.forEach(part -> deletes.deleteRange(part.range()));
        base.write(deletes, Durability.RELAXED);
        // Grants and their indexes are the largest, and the last.
        ranges.sort(Comparator.comparing(part -> part.bucket().primary() != Bucket.GRANT));
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (Snapshot view = source.snapshot()) {
            List<Future<?>> copies = new ArrayList<>();
            ranges.forEach(part -> copies.add(workers.submit(() -> put(view, part, base))));
            for (Future<?> copy : copies) {
                copy.get();
            }
        } finally {
            workers.shutdown();
        }
        base.sync();
    }

    private static void put(Snapshot view, SyncRange part, Engine base) {
        Batch batch = new Batch();
        try (Cursor rows = view.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
            while (rows.next()) {
                batch.put(Keys.copy(rows.key()), Keys.copy(rows.value()));
                if (batch.size() == BATCH_RECORDS) {
                    base.write(batch, Durability.RELAXED);
                    batch.clear();
                }
            }
        }
        if (batch.size() > 0) {
            base.write(batch, Durability.RELAXED);
        }
    }
}
