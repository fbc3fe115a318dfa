package io.inlay.bench.catalogue;

import io.inlay.bench.catalogue.Row.Draft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All rows that {@code inlay bench} measures, in the order of the report.
 *
 * <p>To add a row, write its works ({@link io.inlay.bench.work.Work}, one class for each side) and one line in {@link #drafts} or in a
 * class that it asks:
 *
 * <pre>{@code
 * row("scan", "A cursor over all records", side("cursor", CursorScan.class))
 *         .against(side("C API", NativeScan.class).ofAnother().withForeignFunctions())  // on JDK 22+, whatever the run's JDK is
 *         .on("rocksdb")                                 // without: every engine on the class path
 *         .target(Target.ratio(1.40).from22(1.10))       // of least times; or timesFaster, growth, figure; or none
 *         .sizes(2_000_000).quick(200_000)               // several sizes: time per record over size
 *         .data("records").diskPerUnit(500)              // prepared data shared with other rows; what it needs
 * }</pre>
 *
 * <p>and try it: {@code ./inlay bench --only scan --engine rocksdb --rounds 3}.
 */
public final class Catalogue {
    private static final List<Row> ROWS = checked(drafts());

    private Catalogue() {}

    /** All rows. */
    public static List<Row> rows() {
        return ROWS;
    }

    private static List<Draft> drafts() {
        List<Draft> all = new ArrayList<>(EngineRows.drafts());
        all.addAll(SyncRows.drafts());
        all.addAll(PeerRows.drafts());
        return all;
    }

    static Draft row(String id, String title, Side subject) {
        return new Draft(id, title, subject);
    }

    private static List<Row> checked(List<Draft> drafts) {
        List<Row> rows = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Draft draft : drafts) {
            Row row = draft.row();
            if (!ids.add(row.id())) {
                throw new IllegalStateException("two rows are called " + row.id());
            }
            rows.add(row);
        }
        return List.copyOf(rows);
    }
}
