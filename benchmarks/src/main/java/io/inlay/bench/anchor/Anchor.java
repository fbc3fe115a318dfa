package io.inlay.bench.anchor;

import com.google.protobuf.Timestamp;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.ImportResult;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncRunRecord;

/** The anchor data set of one size, to be written into any store. Immutable. */
public final class Anchor {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;

    private final AnchorSize size;
    private final AnchorRecords records;

    private Anchor(AnchorSize size) {
        this.size = size;
        this.records = new AnchorRecords(size);
    }

    /**
     * The data set whose whole has so many grants.
     *
     * @throws IllegalArgumentException if there are not 100 to 100 000 000
     */
    public static Anchor ofGrants(long grants) {
        return new Anchor(new AnchorSize(grants));
    }

    /**
     * Writes a set as a finished sync.
     *
     * @throws io.inlay.sync.SyncException ALREADY_EXISTS when the store holds the sync
     * @throws io.inlay.engine.EngineException as {@link SyncImport#commit}
     */
    public ImportResult write(SyncStore store, AnchorSet set) {
        return write(store, set, ImportOptions.defaults());
    }

    /** As {@link #write(SyncStore, AnchorSet)}, with options. */
    public ImportResult write(SyncStore store, AnchorSet set, ImportOptions options) {
        return write(store, (Numbering) set, options);
    }

    /**
     * Writes a partial sync of which four fifths are newer records of the whole, the rest new ones, as in the sets {@link
     * AnchorSet#P0} to {@link AnchorSet#P2}. One of a greater number is newer, and has other new records.
     *
     * @param number from 0
     * @param share how many records it has of each kind, as a part of the whole, up to 1
     * @throws io.inlay.sync.SyncException ALREADY_EXISTS when the store holds the sync
     * @throws io.inlay.engine.EngineException as {@link SyncImport#commit}
     */
    public SyncId writeNewer(SyncStore store, int number, double share) {
        NewerSet set = new NewerSet(number, share);
        write(store, set, ImportOptions.defaults());
        return set.id();
    }

    private ImportResult write(SyncStore store, Numbering set, ImportOptions options) {
        try (SyncImport rows = SyncImport.begin(store, run(set), options)) {
            rows.from("anchor " + set);
            addAll(rows, set);
            return rows.commit();
        }
    }

    private void addAll(SyncImport rows, Numbering set) {
        for (int type = 0; type < AnchorSize.TYPES; type++) {
            rows.add(records.type(type, timestamp(set.micros())), type);
        }
        set.each('R', size.resources(), (i, micros) -> rows.add(records.resource(i, timestamp(micros)), i));
        set.each('E', size.entitlements(), (i, micros) -> rows.add(records.entitlement(i, timestamp(micros)), i));
        set.each('G', size.grants(), (i, micros) -> rows.add(records.grant(i, timestamp(micros)), i));
    }

    /** The run record: the sync ended when the last of its records was discovered. */
    private SyncRunRecord run(Numbering set) {
        long[] last = {set.micros()};
        Numbering.Target later = (i, micros) -> last[0] = Math.max(last[0], micros);
        set.each('R', size.resources(), later);
        set.each('E', size.entitlements(), later);
        set.each('G', size.grants(), later);
        return SyncRunRecord.newBuilder()
                .setSyncId(set.id().toString())
                .setType(set.type())
                .setStartedAt(timestamp(0))
                .setEndedAt(timestamp(last[0]))
                .build();
    }

    private static Timestamp timestamp(long micros) {
        return Timestamp.newBuilder()
                .setSeconds(AnchorSet.START.getEpochSecond() + micros / MICROS_PER_SECOND)
                .setNanos((int) (micros % MICROS_PER_SECOND) * NANOS_PER_MICRO)
                .build();
    }
}
