package io.inlay.bench.work.peer;

import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.Places;
import io.inlay.engine.support.DurableFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/** A work on a store of any kind that holds {@link Content#FIRST} in all {@link Places} of its size. */
abstract class StoreWork implements Work {
    /** How stores are opened that are durable at the end of many writes, and need not be at the end of each. */
    static final boolean IN_BULK = false;

    @Override
    public void prepare(WorkPlace place) throws Exception {
        Path store = loaded(place);
        if (Files.exists(store)) {
            return;
        }
        Path building = store.resolveSibling(store.getFileName() + ".building");
        DurableFiles.deleteTree(building);
        try (RecordStore records = open(place, building, IN_BULK)) {
            records.load(Content.FIRST, Places.of(place.size()).end());
        }
        Files.move(building, store);
    }

    /** The prepared store. */
    static Path loaded(WorkPlace place) {
        return place.data().resolve(StoreKind.of(place).label(place) + "-loaded-" + place.size());
    }

    /** Opens a store of the kind that the place names. */
    static RecordStore open(WorkPlace place, Path store, boolean durable) {
        return StoreKind.of(place).open(place, store, durable);
    }
}
