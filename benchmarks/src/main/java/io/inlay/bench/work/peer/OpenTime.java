package io.inlay.bench.work.peer;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Repeats;
import java.nio.file.Path;

/** A store opened and one record of it read; the first time in a process includes what the library does once. */
public final class OpenTime extends StoreWork {
    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Path loaded = loaded(place);
        byte[] key = new RandomPlaces(place.size()).nextKey();
        return Repeats.of(0, Repeats.SCANS, 1, NumberedRecords.RECORD_BYTES, () -> {
            long start = System.nanoTime();
            try (RecordStore store = open(place, loaded, true)) {
                if (store.get(key) == null) {
                    throw new IllegalStateException("a record is missing");
                }
                return System.nanoTime() - start;
            }
        });
    }
}
