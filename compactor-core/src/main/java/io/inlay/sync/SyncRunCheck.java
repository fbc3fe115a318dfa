package io.inlay.sync;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.Difference.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.record.SyncStatsRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The check of a sync's run record and statistics against what was counted. */
final class SyncRunCheck {
    private static final Map<String, Function<SyncStatsRecord, Object>> COUNTS = new LinkedHashMap<>();

    static {
        COUNTS.put("resource_types", SyncStatsRecord::getResourceTypes);
        COUNTS.put("resources", SyncStatsRecord::getResources);
        COUNTS.put("entitlements", SyncStatsRecord::getEntitlements);
        COUNTS.put("grants", SyncStatsRecord::getGrants);
        COUNTS.put("assets", SyncStatsRecord::getAssets);
        COUNTS.put("resources_by_resource_type", stats -> new TreeMap<>(stats.getResourcesByResourceTypeMap()));
        COUNTS.put("entitlements_by_resource_type", stats -> new TreeMap<>(stats.getEntitlementsByResourceTypeMap()));
        COUNTS.put(
                "grants_by_entitlement_resource_type",
                stats -> new TreeMap<>(stats.getGrantsByEntitlementResourceTypeMap()));
    }

    private final Reader reader;
    private final SyncId sync;
    private final SyncCheck.Fault fault;

    SyncRunCheck(Reader reader, SyncId sync, SyncCheck.Fault fault) {
        this.reader = reader;
        this.sync = sync;
        this.fault = fault;
    }

    /**
     * @param rows the rows counted so far, completed here
     * @param counted the sound records
     */
    void run(Map<Bucket, Long> rows, StatsTally counted) {
        rows.put(Bucket.SYNC_RUN, onlyRow(Bucket.SYNC_RUN));
        rows.put(Bucket.STATS, onlyRow(Bucket.STATS));
        if (rows.values().stream().allMatch(count -> count == 0)) {
            return;
        }
        Optional<Boolean> finished = isFinished();
        Optional<SyncStatsRecord> stats = stats();
        if (stats.isPresent()) {
            compare(stats.get(), counted.toRecord(sync, Instant.EPOCH));
        }
        if (finished.isPresent() && finished.get() != (rows.getOrDefault(Bucket.STATS, 0L) > 0)) {
            String what = finished.get() ? "is finished, but has no statistics" : "has statistics, but no end";
            fault.tell(Kind.WRONG_STATS, Bucket.STATS, "sync " + sync + " " + what);
        }
    }

    /** Number of rows, at most one of which has the right key. */
    private long onlyRow(Bucket bucket) {
        long rows = 0;
        try (Cursor cursor = reader.cursor(SyncRanges.of(bucket, sync), Direction.FORWARD, Access.POINT)) {
            while (cursor.next()) {
                rows++;
                if (cursor.key().remaining() != bucket.tailOffset()) {
                    fault.tell(Kind.MALFORMED_KEY, bucket, KeyText.of(cursor.key()) + ": goes on after its sync id");
                }
            }
        }
        return rows;
    }

    /** Whether the run has an end; nothing if there is no sound run record, which is told. */
    private Optional<Boolean> isFinished() {
        try {
            Optional<SyncRun> run = SyncRun.find(reader, sync);
            if (run.isEmpty()) {
                fault.tell(Kind.WRONG_RUN, Bucket.SYNC_RUN, "there are rows of sync " + sync + ", but no run record");
            }
            return run.map(SyncRun::isFinished);
        } catch (SyncException e) {
            fault.tell(Kind.WRONG_RUN, Bucket.SYNC_RUN, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<SyncStatsRecord> stats() {
        try {
            return SyncStats.find(reader, sync);
        } catch (SyncException e) {
            fault.tell(Kind.MALFORMED_VALUE, Bucket.STATS, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void compare(SyncStatsRecord stored, SyncStatsRecord counted) {
        if (!stored.getSyncId().equals(sync.toString())) {
            fault.tell(Kind.WRONG_STATS, Bucket.STATS, "the statistics of sync " + sync + " are of another sync");
        }
        COUNTS.forEach((name, count) -> {
            String was = Keys.printable(count.apply(stored).toString());
            String is = Keys.printable(count.apply(counted).toString());
            if (!count.apply(stored).equals(count.apply(counted))) {
                fault.tell(
                        Kind.WRONG_STATS,
                        Bucket.STATS,
                        name + " of sync " + sync + " is stored as " + was + ", a recount gives " + is);
            }
        });
    }
}
