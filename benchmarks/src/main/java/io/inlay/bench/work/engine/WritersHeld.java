package io.inlay.bench.work.engine;

import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.engine.Engine;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How long a replace holds up writers of other ranges: while a range is replaced {@value #REPLACES} times, a thread puts single
 * records beside it. Of each replace the longest put counts, and of these the median is the figure {@value #LONGEST}; the time
 * is that of all replaces.
 */
public final class WritersHeld implements Work {
    /** Name of the figure: the median over the replaces of the longest put during each, in microseconds. */
    public static final String LONGEST = "put.longest.micros";

    private static final int REPLACES = 20;

    @Override
    public void prepare(WorkPlace place) throws IOException {
        Stores.base(place);
        Stores.source(place, Content.SECOND);
        Stores.source(place, Content.THIRD);
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Places places = Places.of(place.size());
        Path store = place.scratch().resolve("base");
        DurableCopies.tree(Stores.base(place), store);
        long[] longest = new long[REPLACES];
        long nanos = 0;
        try (Engine second = Stores.openToRead(place, Stores.source(place, Content.SECOND));
                Engine third = Stores.openToRead(place, Stores.source(place, Content.THIRD));
                Engine base = Stores.open(place, store);
                Writer writer = new Writer(base, places)) {
            for (int i = 0; i < REPLACES; i++) {
                writer.forgetLongest();
                nanos += Replace.run(base, i % 2 == 0 ? second : third, places.range())
                        .nanos();
                longest[i] = writer.longestNanos();
            }
        }
        DurableFiles.deleteTree(store);
        Arrays.sort(longest);
        long records = REPLACES * place.size();
        return Figures.of(nanos, records, records * NumberedRecords.RECORD_BYTES)
                .with(LONGEST, longest[REPLACES / 2] / 1e3)
                .with("put.longest.worst.micros", longest[REPLACES - 1] / 1e3);
    }
}
