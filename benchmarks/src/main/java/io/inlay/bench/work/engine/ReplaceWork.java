package io.inlay.bench.work.engine;

import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
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
 * adjacent ranges whose runs are written by a thread each; timed
 * from {@link Engine#begin} to the return of {@link Replacement#commit}. Each repeat has a base of its own: a copy that is durable
 * before the time starts. What was replaced and what lies beside it is compared with what it should be, outside the time.
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
        Stores.source(place, content);
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Path base = Stores.base(place);
        try (Engine source = Stores.openToRead(place, Stores.source(place, content))) {
            // which brings the source into the page cache, too
            long records = Pass.over(source, KeyRange.all()).records();
            Replace[] last = new Replace[1];
            Figures figures = Repeats.of(0, Repeats.COPIES, records, records * NumberedRecords.RECORD_BYTES, () -> {
                Path copy = place.scratch().resolve("base");
                DurableCopies.tree(base, copy);
                Replace done = replaceIn(place, copy, source);
                DurableFiles.deleteTree(copy);
                last[0] = done;
                return done.nanos();
            });
            return last[0].addTo(figures);
        }
    }

    private Replace replaceIn(WorkPlace place, Path store, Engine source) {
        Places places = Places.of(place.size());
        try (Engine base = Stores.open(place, store)) {
            Expected.check(base, Content.FIRST, places);
            Replace done = Replace.run(base, source, places.halves());
            Expected.check(base, content, places);
            return done;
        }
    }
}
