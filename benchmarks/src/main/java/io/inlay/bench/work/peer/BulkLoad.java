package io.inlay.bench.work.peer;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.bench.work.record.Repeats;
import io.inlay.engine.support.DurableFiles;
import java.nio.file.Path;

/** All records, in order, put into an empty store, durable at the end. */
public final class BulkLoad implements Work {
    @Override
    public void prepare(WorkPlace place) {
        // it starts with nothing
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Path directory = place.scratch().resolve("store");
        long records = Places.of(place.size()).end();
        return Repeats.of(0, Repeats.COPIES, records, records * NumberedRecords.RECORD_BYTES, () -> {
            long nanos;
            try (RecordStore store = StoreWork.open(place, directory, StoreWork.IN_BULK)) {
                long start = System.nanoTime();
                store.load(Content.SECOND, records);
                nanos = System.nanoTime() - start;
            }
            DurableFiles.deleteTree(directory);
            return nanos;
        });
    }
}
