package io.inlay.bench.work.engine;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import io.inlay.bench.work.record.Repeats;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import java.io.IOException;

/**
 * A scan of a whole store through {@link Engine#cursor}: of every record the length, the first and the last byte of key and value
 * are read.
 */
public final class CursorScan implements Work {
    @Override
    public void prepare(WorkPlace place) throws IOException {
        Stores.source(place, Content.SECOND);
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        try (Engine engine = Stores.openToRead(place, Stores.source(place, Content.SECOND))) {
            Pass[] last = new Pass[1];
            Figures figures = Repeats.of(
                    Repeats.SCANS_UNCOUNTED,
                    Repeats.SCANS,
                    place.size(),
                    place.size() * NumberedRecords.RECORD_BYTES,
                    () -> {
                        long start = System.nanoTime();
                        Pass pass = Pass.over(engine, KeyRange.all());
                        long nanos = System.nanoTime() - start;
                        pass.check(place.size());
                        last[0] = pass;
                        return nanos;
                    });
            return figures.with(Pass.SUM, (double) last[0].sum());
        }
    }
}
