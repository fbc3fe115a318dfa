package io.inlay.bench.work.engine;

import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The replace of one range of a store by what another store of the same engine holds, through {@link RunWriter#addAll}; timed
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
            long records = scanned(source);
            Done[] last = new Done[1];
            Figures figures = Repeats.of(0, Repeats.COPIES, records, records * NumberedRecords.RECORD_BYTES, () -> {
                Path copy = place.scratch().resolve("base");
                DurableCopies.tree(base, copy);
                Done done = replaceIn(place, copy, source);
                DurableFiles.deleteTree(copy);
                last[0] = done;
                return done.nanos();
            });
            return last[0].addTo(figures);
        }
    }

    /** Reads the whole source once, which brings it into the page cache, and counts it. */
    private static long scanned(Engine source) {
        long records = 0;
        try (Cursor all = source.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            while (all.next()) {
                records += all.key().remaining() + all.value().remaining() > 0 ? 1 : 0;
            }
        }
        return records;
    }

    private Done replaceIn(WorkPlace place, Path store, Engine source) {
        Places places = Places.of(place.size());
        try (Engine base = Stores.open(place, store)) {
            Expected.check(base, Content.FIRST, places);
            Done done = replace(base, source, places.range());
            Expected.check(base, content, places);
            return done;
        }
    }

    private static Done replace(Engine base, Engine source, KeyRange range) {
        OptionalLong before = ProcessWrites.bytes();
        long start = System.nanoTime();
        ReplaceResult result;
        try (Replacement replacement = base.begin();
                RunWriter run = replacement.excise(range);
                Cursor all = source.cursor(range, Direction.FORWARD, Access.SCAN)) {
            run.addAll(all, Long.MAX_VALUE);
            run.finish();
            result = replacement.commit();
        }
        long nanos = System.nanoTime() - start;
        OptionalLong after = ProcessWrites.bytes();
        long written = before.isPresent() && after.isPresent() ? after.getAsLong() - before.getAsLong() : -1;
        return new Done(nanos, result, written);
    }

    /**
     * What one replace did.
     *
     * @param written bytes written to disk meanwhile, by all of the process; negative where it is not known
     */
    private record Done(long nanos, ReplaceResult result, long written) {
        Figures addTo(Figures figures) {
            Figures all = figures.with("bytes.copied", (double) result.bytesCopied())
                    .with("bytes.linked", (double) result.bytesLinked())
                    .with("writers.held.micros", result.writersHeld().toNanos() / 1e3);
            return written < 0 ? all : all.with("disk.written.bytes", (double) written);
        }
    }
}
