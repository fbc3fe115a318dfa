package io.inlay.bench.catalogue;

import static io.inlay.bench.catalogue.Catalogue.row;
import static io.inlay.bench.catalogue.Side.side;

import io.inlay.bench.catalogue.Row.Draft;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.peer.BatchWrites;
import io.inlay.bench.work.peer.BulkLoad;
import io.inlay.bench.work.peer.FullScan;
import io.inlay.bench.work.peer.OpenTime;
import io.inlay.bench.work.peer.RandomReads;
import io.inlay.bench.work.peer.RangeReplace;
import io.inlay.bench.work.peer.StoreKind;
import java.util.List;

/** The rows of engines beside what else a Java program could use; they have no targets and are left out of quick runs. */
final class PeerRows {
    private static final String DATA = "records-peer";
    private static final long SIZE = 200_000;
    private static final long BYTES = 4_000;

    private PeerRows() {}

    static List<Draft> drafts() {
        return List.of(
                beside("point-gets", "Random gets", RandomReads.Gets.class),
                beside("random-seeks", "Random seeks of a cursor", RandomReads.Seeks.class),
                beside("full-scan", "A scan of all records", FullScan.class),
                beside("sync-batches", "Batches of 100 records, each durable on return", BatchWrites.Synced.class),
                beside("relaxed-batches", "Batches of 100 records, durable some time later", BatchWrites.Relaxed.class),
                beside("bulk-load", "All records put into an empty store, in order", BulkLoad.class),
                beside("range-replace", "A range replaced by other values", RangeReplace.class),
                beside("open-time", "A store opened and one record read", OpenTime.class));
    }

    private static Draft beside(String id, String title, Class<? extends Work> work) {
        return row(id, title, side("engine", work))
                .against(
                        peer("plain rocksdbjni", work, StoreKind.ROCKSDBJNI),
                        peer("plain lmdbjava", work, StoreKind.LMDBJAVA),
                        peer("H2 MVStore", work, StoreKind.MVSTORE),
                        peer("JetBrains Xodus", work, StoreKind.XODUS))
                .sizes(SIZE)
                .data(DATA)
                .diskPerUnit(BYTES);
    }

    private static Side peer(String title, Class<? extends Work> work, StoreKind kind) {
        return side(title, work).ofAnother().with(StoreKind.OPTION, kind.option());
    }
}
