package io.inlay.bench.catalogue;

import static io.inlay.bench.catalogue.Catalogue.row;
import static io.inlay.bench.catalogue.Side.side;

import io.inlay.bench.catalogue.Row.Draft;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.sync.BatchPuts;
import io.inlay.bench.work.sync.Compaction;
import io.inlay.bench.work.sync.Fold;
import io.inlay.bench.work.sync.Merge;
import io.inlay.bench.work.sync.MergedCompaction;
import io.inlay.bench.work.sync.RawCopy;
import io.inlay.bench.work.sync.RecordwiseMerge;
import java.util.List;

/** Rows on whole syncs of the anchor data set; their size is its number of grants. */
final class SyncRows {
    private static final String DATA = "anchor";
    private static final long FULL = 1_000_000;
    private static final long QUICK = 50_000;
    private static final long[] SCALE = {100_000, 300_000, 1_000_000, 3_000_000};
    private static final long DISK_PER_GRANT = 10_000;
    private static final long DISK_PER_GRANT_OF_SCALE = 7_000;

    private SyncRows() {}

    static List<Draft> drafts() {
        return List.of(
                full("compact", "Compaction of a sync over an older version", side("compact", Compaction.class))
                        .against(side("durable copy of the raw bytes", RawCopy.class))
                        .target("rocksdb", Target.ratio(4.5))
                        .target("lmdb", Target.ratio(6)),
                full("compact-puts", "The same against batches of puts", side("compact", Compaction.class))
                        .against(
                                side("puts on one thread", BatchPuts.OneThread.class),
                                side("puts on two threads", BatchPuts.TwoThreads.class))
                        .beside(side("compact, staged files verified", Compaction.class)
                                .with("verifyStaged", "true"))
                        .on("rocksdb")
                        .target(Target.timesFaster(1.7)),
                full("merge-a", "Merge of four overlapping full syncs", side("merge", Merge.OfA.class))
                        .against(side("record by record, as the reference", RecordwiseMerge.OfA.class))
                        .target(Target.timesFaster(8)),
                full("merge-b", "Merge of three small syncs over a full one", side("merge", Merge.OfB.class))
                        .against(side("record by record, as the reference", RecordwiseMerge.OfB.class))
                        .target(Target.timesFaster(8)),
                full("merge-a-compact", "Merge of four full syncs, against compacting", side("merge", Merge.OfA.class))
                        .against(side("compact of the result", MergedCompaction.OfA.class))
                        .target(Target.ratio(2)),
                full("merge-b-compact", "Merge over a full sync, against compacting", side("merge", Merge.OfB.class))
                        .against(side("compact of the result", MergedCompaction.OfB.class))
                        .target(Target.ratio(2)),
                full("fold", "Fold of three small syncs into a full one", side("patch", Fold.ByPatch.class))
                        .against(side("rebuild", Fold.ByRebuild.class))
                        .target(Target.ratio(0.25)),
                scale("compact-scale", "Compaction by size", Compaction.class),
                scale("merge-a-scale", "Merge of four full syncs by size", Merge.OfA.class),
                scale("merge-b-scale", "Merge over a full sync by size", Merge.OfB.class));
    }

    private static Draft full(String id, String title, Side subject) {
        return row(id, title, subject).sizes(FULL).quick(QUICK).data(DATA).diskPerUnit(DISK_PER_GRANT);
    }

    private static Draft scale(String id, String title, Class<? extends Work> work) {
        return row(id, title, side("time per record", work))
                .target(Target.growth(1.3))
                .sizes(SCALE)
                .data(DATA)
                .diskPerUnit(DISK_PER_GRANT_OF_SCALE);
    }
}
