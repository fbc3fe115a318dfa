package io.inlay.bench.work.engine;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.bench.work.record.Repeats;
import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import java.io.IOException;

/** What a snapshot costs: {@value #SNAPSHOTS} times one is opened, one record is read from it, and it is closed. */
public final class SnapshotCost implements Work {
    private static final int SNAPSHOTS = 20_000;

    @Override
    public void prepare(WorkPlace place) throws IOException {
        Stores.source(place, Content.SECOND);
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        byte[] key = NumberedRecords.key(Content.number(Places.of(place.size()).from()));
        try (Engine engine = Stores.openToRead(place, Stores.source(place, Content.SECOND))) {
            return Repeats.of(
                    Repeats.SCANS_UNCOUNTED,
                    Repeats.SCANS,
                    SNAPSHOTS,
                    (long) SNAPSHOTS * NumberedRecords.RECORD_BYTES,
                    () -> {
                        long start = System.nanoTime();
                        open(engine, key);
                        return System.nanoTime() - start;
                    });
        }
    }

    private static void open(Engine engine, byte[] key) {
        for (int i = 0; i < SNAPSHOTS; i++) {
            try (Snapshot snapshot = engine.snapshot()) {
                if (snapshot.get(key) == null) {
                    throw new IllegalStateException("a record is missing");
                }
            }
        }
    }
}
