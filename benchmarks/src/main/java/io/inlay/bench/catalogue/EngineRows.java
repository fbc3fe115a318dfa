package io.inlay.bench.catalogue;

import static io.inlay.bench.catalogue.Catalogue.row;
import static io.inlay.bench.catalogue.Side.side;

import io.inlay.bench.catalogue.Row.Draft;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.engine.CursorScan;
import io.inlay.bench.work.engine.DurableCopy;
import io.inlay.bench.work.engine.LmdbNativeScan;
import io.inlay.bench.work.engine.ManyReplaces;
import io.inlay.bench.work.engine.ReplaceAllChanged;
import io.inlay.bench.work.engine.ReplaceFewChanged;
import io.inlay.bench.work.engine.ReplaceIdentical;
import io.inlay.bench.work.engine.RocksNativeScan;
import io.inlay.bench.work.engine.SnapshotCost;
import io.inlay.bench.work.engine.WritersHeld;
import java.util.List;

/** The rows of an engine by itself. Bytes of disk are those of prepared stores, of a copy of the base and of what replaces it, there and back. */
final class EngineRows {
    private static final String ROCKSDB = "rocksdb";
    private static final String LMDB = "lmdb";
    private static final String LINKING = "linkFiles";
    private static final String SCANS = "records-scan";
    private static final String REPLACES = "records-replace";
    private static final long SCANNED_BYTES = 300;
    private static final long REPLACED_BYTES = 1_700;
    private static final long REWRITTEN_BYTES = 2_600;

    private static final long FULL = 2_000_000;
    private static final long QUICK_PART = 10;

    private static final Side COPY =
            side("durable copy of the same bytes", DurableCopy.class).ofTheDisk();
    private static final Side ALL_CHANGED = side("replace", ReplaceAllChanged.class);
    private static final Side VERIFIED =
            side("replace, staged files verified", ReplaceAllChanged.class).with("verifyStaged", "true");

    private EngineRows() {}

    static List<Draft> drafts() {
        return List.of(
                scan(ROCKSDB, "A cursor against a loop over RocksDB's C API", RocksNativeScan.class)
                        .target(Target.ratio(1.40).from22(1.10)),
                scan(LMDB, "A cursor against a loop over mdb_cursor_get", LmdbNativeScan.class)
                        .target(Target.ratio(0.80)),
                rocksReplace("copied", "A range replaced by copying, every value changed", false)
                        .target(Target.ratio(3.0).from22(2.6)),
                rocksReplace("linked", "A range replaced by linking files, every value changed", true)
                        .target(Target.ratio(0.25)),
                lmdbReplace("all", "A range replaced, every value changed", ALL_CHANGED)
                        .target(Target.ratio(2.5)),
                lmdbReplace(
                                "few",
                                "A range replaced, one record in a thousand changed",
                                side("replace", ReplaceFewChanged.class))
                        .target(Target.ratio(2.0)),
                lmdbReplace("same", "A range replaced by the same records", side("replace", ReplaceIdentical.class))
                        .target(Target.figure("bytes.copied", 0)),
                replaces("writers-held", "The longest put beside a range that is replaced", WritersHeld.class)
                        .target(ROCKSDB, Target.figure(WritersHeld.LONGEST, 10_000)),
                replaces("many-replaces", "Writing and disk of 20 replaces in a row", ManyReplaces.class),
                row("snapshot", "A snapshot opened, read once and closed", side("snapshot", SnapshotCost.class))
                        .sizes(FULL)
                        .data(SCANS)
                        .diskPerUnit(SCANNED_BYTES));
    }

    private static Draft scan(String engine, String title, Class<? extends Work> loop) {
        return row(engine + "-cursor", title, side("cursor", CursorScan.class))
                .against(side("C API", loop).ofAnother().withForeignFunctions())
                .on(engine)
                .sizes(FULL)
                .quick(FULL / QUICK_PART)
                .data(SCANS)
                .diskPerUnit(SCANNED_BYTES);
    }

    private static Draft rocksReplace(String how, String title, boolean linking) {
        String option = String.valueOf(linking);
        return row("rocksdb-replace-" + how, title, ALL_CHANGED.with(LINKING, option))
                .against(COPY)
                .beside(VERIFIED.with(LINKING, option))
                .on(ROCKSDB)
                .sizes(FULL)
                .quick(FULL / QUICK_PART)
                .data(REPLACES)
                .diskPerUnit(REPLACED_BYTES);
    }

    private static Draft lmdbReplace(String what, String title, Side replace) {
        return row("lmdb-replace-" + what, title, replace)
                .against(COPY)
                .on(LMDB)
                .sizes(FULL / 2)
                .quick(FULL / 2 / QUICK_PART)
                .data(REPLACES)
                .diskPerUnit(REWRITTEN_BYTES);
    }

    private static Draft replaces(String id, String title, Class<? extends Work> work) {
        return row(id, title, side("20 replaces", work))
                .sizes(FULL / 4)
                .quick(FULL / 4 / QUICK_PART)
                .data(REPLACES)
                .diskPerUnit(REWRITTEN_BYTES);
    }
}
