package io.inlay.bench.work.engine;

import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Quiet;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.bench.work.record.ProcessWrites;
import io.inlay.engine.Engine;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What {@value #REPLACES} replaces of one range in a row, each of every value, leave and have cost: bytes written to disk until the
 * engine has closed and ended its work in the background, against the bytes of all records given; and the bytes of the files that
 * are left, against those of the records that they hold. The time is that of the replaces alone.
 */
public final class ManyReplaces implements Work {
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
        OptionalLong before = ProcessWrites.bytes();
        long nanos = 0;
        try (Engine second = Stores.openToRead(place, Stores.source(place, Content.SECOND));
                Engine third = Stores.openToRead(place, Stores.source(place, Content.THIRD));
                Engine base = Stores.open(place, store)) {
            for (int i = 0; i < REPLACES; i++) {
                nanos += Replace.run(base, i % 2 == 0 ? second : third, places.range())
                        .nanos();
            }
            Quiet.await(base);
            Expected.check(base, Content.THIRD, places);
        }
        OptionalLong written = ProcessWrites.since(before);
        long records = REPLACES * place.size();
        long given = records * NumberedRecords.RECORD_BYTES;
        long left = Stores.bytes(store);
        DurableFiles.deleteTree(store);
        Figures figures = Figures.of(nanos, records, given)
                .with("disk.bytes", (double) left)
                .with("disk.amplification", left / (double) (places.end() * NumberedRecords.RECORD_BYTES));
        return written.isEmpty() ? figures : figures.with("write.amplification", written.getAsLong() / (double) given);
    }
}
