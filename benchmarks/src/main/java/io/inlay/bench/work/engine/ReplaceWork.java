package io.inlay.bench.work.engine;

import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Quiet;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import io.inlay.bench.work.record.Places;
import io.inlay.bench.work.record.Repeats;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The replace of one stretch of a store by what another store of the same engine holds, through {@link RunWriter#addAll}, as two
 * adjacent ranges whose runs are written by a thread each; timed from {@link Engine#begin} to the return of
 * {@link Replacement#commit}. The store is a copy that is durable before the time starts, and stays open for all repeats; each but
 * the first begins with a replace of the same stretch by what it held at first, and with waiting for the work that this leaves to the
 * background, outside the time. What was replaced and what lies beside it is compared with what it should be, outside the time too.
 */
abstract class ReplaceWork implements Work {
    private final Content content;

    /** Makes a work. */
    ReplaceWork(Content content) {
        this.content = content;
    }

    @Override
    public void prepare(WorkPlace place) throws IOException {
        Stores.base(place);
        Stores.source(place, Content.FIRST);
        Stores.source(place, content);
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Path store = place.scratch().resolve("base");
        DurableCopies.tree(Stores.base(place), store);
        try (Engine first = Stores.openToRead(place, Stores.source(place, Content.FIRST));
                Engine base = Stores.open(place, store)) {
            if (content == Content.FIRST) {
                return measure(Places.of(place.size()), base, first, first);
            }
            try (Engine source = Stores.openToRead(place, Stores.source(place, content))) {
                return measure(Places.of(place.size()), base, first, source);
            }
        } finally {
            DurableFiles.deleteTree(store);
        }
    }

    private Figures measure(Places places, Engine base, Engine first, Engine source) throws Exception {
        // which brings the source into the page cache, too
        long records = Pass.over(source, KeyRange.all()).records();
        Replace[] last = new Replace[1];
        Figures figures = Repeats.of(0, Repeats.COPIES, records, records * NumberedRecords.RECORD_BYTES, () -> {
            if (last[0] != null) {
                Replace.run(base, first, places.halves());
                Quiet.await(base);
            }
            Expected.check(base, Content.FIRST, places);
            last[0] = Replace.run(base, source, places.halves());
            Expected.check(base, content, places);
            return last[0].nanos();
        });
        return last[0].addTo(figures);
    }
}
