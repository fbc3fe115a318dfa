package io.inlay.bench.work.peer;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import io.inlay.bench.work.record.Places;
import io.inlay.bench.work.record.Repeats;

/** All records, in order: the length, the first and the last byte of every key and value. */
public final class FullScan extends StoreWork {
    @Override
    public Figures measure(WorkPlace place) throws Exception {
        long records = Places.of(place.size()).end();
        try (RecordStore store = open(place, loaded(place), true)) {
            return Repeats.of(
                    Repeats.SCANS_UNCOUNTED, Repeats.SCANS, records, records * NumberedRecords.RECORD_BYTES, () -> {
                        long start = System.nanoTime();
                        Pass pass = store.scan();
                        long nanos = System.nanoTime() - start;
                        pass.check(records);
                        return nanos;
                    });
        }
    }
}
