package io.inlay.bench.work.peer;

import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.engine.support.DurableFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Batches of {@value #BATCH_RECORDS} records, drawn at random from those that are there, with new values. */
public abstract class BatchWrites extends StoreWork {
    private static final int BATCH_RECORDS = 100;

    private final boolean durable;
    private final int most;

    /** Makes a work that writes so many batches, or fewer to a small store, after a tenth as many that do not count. */
    BatchWrites(boolean durable, int most) {
        this.durable = durable;
        this.most = most;
    }

    /** Each batch is durable when its write returns. */
    public static final class Synced extends BatchWrites {
        /** Makes the work. */
        public Synced() {
            super(true, 200);
        }
    }

    /** The system writes to disk when it likes. */
    public static final class Relaxed extends BatchWrites {
        /** Makes the work. */
        public Relaxed() {
            super(false, 300);
        }
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Path copy = place.scratch().resolve("store");
        DurableCopies.tree(loaded(place), copy);
        RandomPlaces places = new RandomPlaces(place.size());
        int batches = (int) Math.min(most, 1 + place.size() / BATCH_RECORDS);
        long nanos;
        try (RecordStore store = open(place, copy, durable)) {
            write(store, places, batches / 10);
            nanos = write(store, places, batches);
        }
        DurableFiles.deleteTree(copy);
        long records = (long) batches * BATCH_RECORDS;
        return Figures.of(nanos, records, records * NumberedRecords.RECORD_BYTES)
                .with("batch.micros", nanos / 1e3 / batches);
    }

    /** Writes batches; counts no time but that. */
    private static long write(RecordStore store, RandomPlaces places, int batches) {
        long nanos = 0;
        for (int i = 0; i < batches; i++) {
            List<Map.Entry<byte[], byte[]>> batch = places.nextBatch(BATCH_RECORDS);
            long start = System.nanoTime();
            store.write(batch);
            nanos += System.nanoTime() - start;
        }
        return nanos;
    }
}
