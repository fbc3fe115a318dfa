package io.inlay.cli.access;

import com.google.protobuf.Timestamp;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.EntitlementRef;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.PrincipalRef;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import java.time.Instant;
import java.util.List;

/** Turns rows of access data into records, all discovered at the time of their snapshot. */
public final class AccessRecords {
    private AccessRecords() {}

    /** The run record of a finished full sync that holds the snapshot: started and ended at its time. */
    public static SyncRunRecord run(SyncId sync, AccessHeader header) {
        Timestamp time = timestamp(header.time());
        return SyncRunRecord.newBuilder()
                .setSyncId(sync.toString())
                .setType(SyncType.SYNC_TYPE_FULL)
                .setStartedAt(time)
                .setEndedAt(time)
                .build();
    }

    /** Adds the records of all rows that are left; each row's line is its place in messages. */
    public static void addAll(AccessRows rows, SyncImport target) {
        Timestamp time = timestamp(rows.header().time());
        target.from(rows.name());
        for (AccessRow row = rows.next(); row != null; row = rows.next()) {
            add(row, time, target);
        }
    }

    private static void add(AccessRow row, Timestamp time, SyncImport target) {
        List<String> fields = row.fields();
        switch (row.kind()) {
            case TYPE -> target.add(type(fields, time), row.line());
            case RESOURCE -> target.add(resource(fields, time), row.line());
            case ENTITLEMENT -> target.add(entitlement(fields, time), row.line());
            case GRANT -> target.add(grant(fields, time), row.line());
        }
    }

    private static ResourceTypeRecord type(List<String> fields, Timestamp time) {
        return ResourceTypeRecord.newBuilder()
                .setExternalId(fields.get(0))
                .setDisplayName(fields.get(0))
                .setDiscoveredAt(time)
                .build();
    }

    private static ResourceRecord resource(List<String> fields, Timestamp time) {
        return ResourceRecord.newBuilder()
                .setResourceTypeId(fields.get(0))
                .setResourceId(fields.get(1))
                .setDisplayName(fields.get(1))
                .setDiscoveredAt(time)
                .build();
    }

    private static EntitlementRecord entitlement(List<String> fields, Timestamp time) {
        return EntitlementRecord.newBuilder()
                .setExternalId(entitlementId(fields))
                .setResource(ResourceRef.newBuilder()
                        .setResourceTypeId(fields.get(0))
                        .setResourceId(fields.get(1)))
                .setDisplayName(fields.get(2))
                .setSlug(fields.get(2))
                .setDiscoveredAt(time)
                .build();
    }

    private static GrantRecord grant(List<String> fields, Timestamp time) {
        String entitlement = entitlementId(fields);
        return GrantRecord.newBuilder()
                .setExternalId(entitlement + ":" + AccessIds.join(fields.get(3), fields.get(4)))
                .setEntitlement(EntitlementRef.newBuilder()
                        .setResourceTypeId(fields.get(0))
                        .setResourceId(fields.get(1))
                        .setEntitlementId(entitlement))
                .setPrincipal(PrincipalRef.newBuilder()
                        .setResourceTypeId(fields.get(3))
                        .setResourceId(fields.get(4)))
                .setDiscoveredAt(time)
                .build();
    }

    private static String entitlementId(List<String> fields) {
        return AccessIds.join(fields.get(0), fields.get(1), fields.get(2));
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
