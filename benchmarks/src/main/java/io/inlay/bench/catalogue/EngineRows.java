package io.inlay.bench.catalogue;

import static io.inlay.bench.catalogue.Catalogue.row;
import static io.inlay.bench.catalogue.Side.side;

import io.inlay.bench.catalogue.Row.Draft;
import io.inlay.bench.work.engine.CursorScan;
import io.inlay.bench.work.engine.DurableCopy;
import io.inlay.bench.work.engine.LmdbNativeScan;
import io.inlay.bench.work.engine.ReplaceAllChanged;
import io.inlay.bench.work.engine.ReplaceFewChanged;
import io.inlay.bench.work.engine.ReplaceIdentical;
import io.inlay.bench.work.engine.RocksNativeScan;
import java.util.List;

/** The rows of an engine by itself. Bytes of disk are those of prepared stores, of a copy of the base and of what replaces it. */
final class EngineRows {
    private static final String ROCKSDB = "rocksdb";
    private static final String LMDB = "lmdb";
    private static final String SCANS = "records-scan";
    private static final String REPLACES = "records-replace";
    private static final long SCANNED_BYTES = 300;
    private static final long REPLACED_BYTES = 1_200;
    private static final long REWRITTEN_BYTES = 2_200;

    private static final Side COPY = side("durable copy of the same bytes", DurableCopy.class);
    private static final Side ALL_CHANGED = side("replace", ReplaceAllChanged.class);

    private EngineRows() {}

    static List<Draft> drafts() {
        return List.of(
                row(
                                "rocksdb-cursor",
                                "A cursor over all records, against a loop over RocksDB's C API",
                                side("cursor", CursorScan.class))
                        .against(side("C API", RocksNativeScan.class).withForeignFunctions())
                        .on(ROCKSDB)
                        .target(Target.ratio(1.40).from22(1.10))
                        .sizes(2_000_000)
                        .quick(200_000)
                        .data(SCANS)
                        .diskPerUnit(SCANNED_BYTES),
                row(
                                "lmdb-cursor",
                                "A cursor over all records, against a loop over mdb_cursor_get",
                                side("cursor", CursorScan.class))
                        .against(side("C API", LmdbNativeScan.class).withForeignFunctions())
                        .on(LMDB)
                        .target(Target.ratio(0.80))
                        .sizes(2_000_000)
                        .quick(200_000)
                        .data(SCANS)
                        .diskPerUnit(SCANNED_BYTES),
                row("rocksdb-replace-copied", "A range replaced by copying, every value changed", ALL_CHANGED)
                        .against(COPY)
                        .beside(ALL_CHANGED.with("verifyStaged", "true"))
                        .on(ROCKSDB)
                        .target(Target.ratio(3.0).from22(2.6))
                        .sizes(2_000_000)
                        .quick(200_000)
                        .data(REPLACES)
                        .diskPerUnit(REPLACED_BYTES),
                row("lmdb-replace-all", "A range replaced, every value changed", ALL_CHANGED)
                        .against(COPY)
                        .on(LMDB)
                        .target(Target.ratio(2.5))
                        .sizes(1_000_000)
                        .quick(100_000)
                        .data(REPLACES)
                        .diskPerUnit(REWRITTEN_BYTES),
                row(
                                "lmdb-replace-few",
                                "A range replaced, one record in a thousand changed",
                                side("replace", ReplaceFewChanged.class))
                        .against(COPY)
                        .on(LMDB)
                        .target(Target.ratio(2.0))
                        .sizes(1_000_000)
                        .quick(100_000)
                        .data(REPLACES)
                        .diskPerUnit(REWRITTEN_BYTES),
                row(
                                "lmdb-replace-same",
                                "A range replaced by the same records",
                                side("replace", ReplaceIdentical.class))
                        .against(COPY)
                        .on(LMDB)
                        .target(Target.figure("bytes.copied", 0))
                        .sizes(1_000_000)
                        .quick(100_000)
                        .data(REPLACES)
                        .diskPerUnit(REWRITTEN_BYTES));
    }
}
