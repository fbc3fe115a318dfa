package io.inlay.bench.work.peer;

import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.bench.work.record.Repeats;
import io.inlay.engine.support.DurableFiles;
import java.nio.file.Path;

/** A range in the middle of a store given other values throughout, durable at the end; on an engine it is one atomic step. */
public final class RangeReplace extends StoreWork {
    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Places places = Places.of(place.size());
        Path copy = place.scratch().resolve("store");
        return Repeats.of(0, Repeats.COPIES, place.size(), place.size() * NumberedRecords.RECORD_BYTES, () -> {
            DurableCopies.tree(loaded(place), copy);
            long nanos;
            try (RecordStore store = open(place, copy, IN_BULK)) {
                long start = System.nanoTime();
                store.replace(Content.SECOND, places.from(), places.until());
                nanos = System.nanoTime() - start;
                store.scan().check(places.end());
            }
            DurableFiles.deleteTree(copy);
            return nanos;
        });
    }
}
