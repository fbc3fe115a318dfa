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

    private static final String ROCKSDB = "rocksdb";
    private static final String LMDB = "lmdb";

    private static final Side COMPACT = side("compact", Compaction.class);
    private static final Side RAW_COPY =
            side("durable copy of the raw bytes", RawCopy.class).ofTheDisk();
    private static final Side MERGE_A = side("merge", Merge.OfA.class);
    private static final Side MERGE_B = side("merge", Merge.OfB.class);
    private static final Class<? extends Work> MERGED_A = MergedCompaction.OfA.class;
    private static final Class<? extends Work> MERGED_B = MergedCompaction.OfB.class;

    private SyncRows() {}

    static List<Draft> drafts() {
        return List.of(
                full("rocksdb-compact", "Compaction of a sync over an older version, records copied", copied(COMPACT))
                        .against(RAW_COPY)
                        .beside(
                                side("compact, files linked", Compaction.class),
                                copied(COMPACT).with("verifyStaged", "true"))
                        .on(ROCKSDB)
                        .target(Target.ratio(4.5)),
                full("lmdb-compact", "Compaction of a sync over an older version", COMPACT)
                        .against(RAW_COPY)
                        .on(LMDB)
                        .target(Target.ratio(6)),
                full("rocksdb-compact-puts", "The same against batches of puts, records copied", copied(COMPACT))
                        .against(
                                side("puts on one thread", BatchPuts.OneThread.class),
                                side("puts on two threads", BatchPuts.TwoThreads.class))
                        .on(ROCKSDB)
                        .target(Target.timesFaster(1.7)),
                full("merge-a", "Merge of four overlapping full syncs", MERGE_A)
                        .against(side("record by record, as the reference", RecordwiseMerge.OfA.class))
                        .target(Target.timesFaster(8)),
                full("merge-b", "Merge of three small syncs over a full one", MERGE_B)
                        .against(side("record by record, as the reference", RecordwiseMerge.OfB.class))
                        .target(Target.timesFaster(8)),
                againstCopying("rocksdb-merge-a", MERGE_A, MERGED_A),
                againstCopying("rocksdb-merge-b", MERGE_B, MERGED_B),
                againstCompacting("lmdb-merge-a", MERGE_A, side("compact of the result", MERGED_A))
                        .on(LMDB),
                againstCompacting("lmdb-merge-b", MERGE_B, side("compact of the result", MERGED_B))
                        .on(LMDB),
                full("fold", "Fold of three small syncs into a full one", side("patch", Fold.ByPatch.class))
                        .against(side("rebuild", Fold.ByRebuild.class))
                        .target(Target.ratio(0.25)),
                scale("rocksdb-compact-scale", "Compaction by size, records copied", copied(COMPACT))
                        .on(ROCKSDB),
                scale("lmdb-compact-scale", "Compaction by size", COMPACT).on(LMDB),
                scale("merge-a-scale", "Merge of four full syncs by size", MERGE_A),
                scale("merge-b-scale", "Merge over a full sync by size", MERGE_B));
    }

    /** The side without files taken over by links, which only RocksDB does. */
    private static Side copied(Side side) {
        return side.with("linkFiles", "false");
    }

    /** Against a compaction that does what a merge has to, with the one that links files beside it. */
    private static Draft againstCopying(String id, Side merge, Class<? extends Work> compact) {
        return againstCompacting(id, merge, copied(side("compact of the result, records copied", compact)))
                .beside(side("compact of the result, files linked", compact))
                .on(ROCKSDB);
    }

    private static Draft againstCompacting(String id, Side merge, Side compact) {
        return full(id + "-compact", "A merge against a compaction of its result", merge)
                .against(compact)
                .target(Target.ratio(2));
    }

    private static Draft full(String id, String title, Side subject) {
        return row(id, title, subject).sizes(FULL).quick(QUICK).data(DATA).diskPerUnit(DISK_PER_GRANT);
    }

    private static Draft scale(String id, String title, Side subject) {
        return row(id, title, subject)
                .target(Target.growth(1.3))
                .sizes(SCALE)
                .data(DATA)
                .diskPerUnit(DISK_PER_GRANT_OF_SCALE);
    }
}
