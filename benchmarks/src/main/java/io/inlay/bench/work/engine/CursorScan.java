package io.inlay.bench.work.engine;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import java.io.IOException;
import java.nio.ByteBuffer;

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
                        Pass pass = scan(engine);
                        long nanos = System.nanoTime() - start;
                        pass.check(place.size());
                        last[0] = pass;
                        return nanos;
                    });
            return figures.with(Pass.SUM, (double) last[0].sum());
        }
    }

    private static Pass scan(Engine engine) {
        long records = 0;
        long bytes = 0;
        long sum = 0;
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                ByteBuffer key = cursor.key();
                ByteBuffer value = cursor.value();
                records++;
                bytes += key.remaining() + value.remaining();
                sum += ends(key) + ends(value);
            }
        }
        return new Pass(records, bytes, sum);
    }

    private static int ends(ByteBuffer lent) {
        return lent.get(lent.position()) + lent.get(lent.limit() - 1);
    }
}
