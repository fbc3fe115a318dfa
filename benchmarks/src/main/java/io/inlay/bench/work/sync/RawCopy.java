package io.inlay.bench.work.sync;

import io.inlay.bench.anchor.AnchorSet;
import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The least that a compaction of the whole could take: its keys and values, one after the other in a file that lies in the page
 * cache, are copied to a new file and forced to disk.
 */
public final class RawCopy implements Work {
    private static final int BUFFER_BYTES = 1 << 20;

    private static Path raw(WorkPlace place) {
        return place.data().resolve("anchor-raw-" + place.engine() + "-" + place.size());
    }

    @Override
    public void prepare(WorkPlace place) throws Exception {
        AnchorStores stores = new AnchorStores(place);
        stores.make(List.of(AnchorSet.SRC));
        Path raw = raw(place);
        if (Files.exists(raw)) {
            return;
        }
        Path part = raw.resolveSibling(raw.getFileName() + ".part");
        try (Engine engine = stores.read(AnchorSet.SRC);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER_BYTES)) {
            for (SyncRange range : SyncRanges.of(AnchorSet.SRC.id())) {
                write(engine, range, out);
            }
        }
        Files.move(part, raw, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Engine engine, SyncRange part, OutputStream out) throws IOException {
        byte[] bytes = new byte[BUFFER_BYTES];
        try (Cursor rows = engine.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
            while (rows.next()) {
                int key = rows.key().remaining();
                rows.key().get(bytes, 0, key);
                int value = rows.value().remaining();
                rows.value().get(bytes, key, value);
                out.write(bytes, 0, key + value);
            }
        }
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Path raw = raw(place);
        DurableCopies.warm(raw);
        long nanos = DurableCopies.file(raw, place.scratch().resolve("copy"));
        SyncRows rows;
        try (Engine engine = new AnchorStores(place).read(AnchorSet.SRC)) {
            rows = SyncRows.count(engine, AnchorSet.SRC.id());
        }
        return rows.in(nanos);
    }
}
