package io.inlay.sync.bulk;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.inlay.sync.OpenSync;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.EntitlementRef;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.PrincipalRef;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A made-up organisation: every family of records, every index, reproducible from a version number. */
public final class SampleAccess {
    /** When every sample sync began and ended. */
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final int NUMBER_OFFSET = SyncId.PAYLOAD_BYTES - Integer.BYTES;
    private static final Timestamp SEEN = Timestamps.of(NOON);

    private final int version;
    private final int grants;

    /** Versions differ in some rows of each family. */
    public SampleAccess(int version, int grants) {
        this.version = version;
        this.grants = grants;
    }

    /** The id of sample syncs, by number. */
    public static SyncId sync(int number) {
        ByteBuffer payload = ByteBuffer.allocate(SyncId.PAYLOAD_BYTES).putInt(NUMBER_OFFSET, number);
        return SyncId.of(NOON, payload.array());
    }

    /** The number of a sample sync. */
    public static int number(SyncId sync) {
        return ByteBuffer.wrap(sync.payload()).getInt(NUMBER_OFFSET);
    }

    /** The run record of a finished sample sync. */
    public static SyncRunRecord run(SyncId sync) {
        return unfinishedRun(sync).toBuilder().setEndedAt(SEEN).build();
    }

    /** The run record of a sample sync without an end. */
    public static SyncRunRecord unfinishedRun(SyncId sync) {
        return SyncRunRecord.newBuilder()
                .setSyncId(sync.toString())
                .setType(SyncType.SYNC_TYPE_FULL)
                .setStartedAt(SEEN)
                .build();
    }

    /** Takes records one by one. */
    public interface Sink {
        /** One record and its number, from 1. */
        void take(MessageLite record, long line);
    }

    /** Gives all records, those of one kind together. */
    public void forEach(SyncId sync, Sink sink) {
        long line = 0;
        for (String type : List.of("user", "group", "app", "v" + version)) {
            sink.take(type(type), ++line);
        }
        int groups = grants / 100 + 1;
        for (int i = 0; i < groups; i++) {
            sink.take(group(i), ++line);
            sink.take(entitlement(i), ++line);
        }
        int users = grants / 10 + 1;
        for (int i = 0; i < users; i++) {
            sink.take(user(i), ++line);
        }
        for (int i = 0; i < grants; i++) {
            sink.take(grant(i, groups, users), ++line);
        }
        sink.take(asset(sync), ++line);
    }

    /** All records in a list. */
    public List<MessageLite> records(SyncId sync) {
        List<MessageLite> records = new ArrayList<>();
        forEach(sync, (record, line) -> records.add(record));
        return records;
    }

    /** Gives a record to an import. */
    public static void add(SyncImport target, MessageLite record, long line) {
        if (record instanceof ResourceTypeRecord type) {
            target.add(type, line);
        } else if (record instanceof ResourceRecord resource) {
            target.add(resource, line);
        } else if (record instanceof EntitlementRecord entitlement) {
            target.add(entitlement, line);
        } else if (record instanceof GrantRecord grant) {
            target.add(grant, line);
        } else {
            target.add((AssetRecord) record, line);
        }
    }

    /** Gives a record to a sync under way. */
    public static void put(OpenSync target, MessageLite record) {
        if (record instanceof ResourceTypeRecord type) {
            target.putResourceTypes(List.of(type));
        } else if (record instanceof ResourceRecord resource) {
            target.putResources(List.of(resource));
        } else if (record instanceof EntitlementRecord entitlement) {
            target.putEntitlements(List.of(entitlement));
        } else if (record instanceof GrantRecord grant) {
            target.putGrants(List.of(grant));
        } else {
            target.putAssets(List.of((AssetRecord) record));
        }
    }

    private ResourceTypeRecord type(String id) {
        return ResourceTypeRecord.newBuilder()
                .setExternalId(id)
                .setDisplayName(id + " of version " + version)
                .setDiscoveredAt(SEEN)
                .build();
    }

    private ResourceRecord group(int i) {
        return ResourceRecord.newBuilder()
                .setResourceTypeId("group")
                .setResourceId("group-" + i)
                .setDiscoveredAt(SEEN)
                .build();
    }

    private ResourceRecord user(int i) {
        return ResourceRecord.newBuilder()
                .setResourceTypeId("user")
                .setResourceId("user-" + i)
                .setParent(ref("group", "group-" + i % 7))
                .setDiscoveredAt(SEEN)
                .build();
    }

    private EntitlementRecord entitlement(int i) {
        return EntitlementRecord.newBuilder()
                .setExternalId("group:group-" + i + ":member")
                .setResource(ref("group", "group-" + i))
                .setDescription(i % 3 == version % 3 ? "version " + version : "")
                .setDiscoveredAt(SEEN)
                .build();
    }

    private GrantRecord grant(int i, int groups, int users) {
        int group = (int) (i * 2_654_435_761L % groups);
        int user = (i + (i % 5 == version % 5 ? version : 0)) % users;
        String entitlement = "group:group-" + group + ":member";
        return GrantRecord.newBuilder()
                .setExternalId(entitlement + ":user:user-" + user + ":" + i)
                .setEntitlement(EntitlementRef.newBuilder()
                        .setResourceTypeId("group")
                        .setResourceId("group-" + group)
                        .setEntitlementId(entitlement))
                .setPrincipal(
                        PrincipalRef.newBuilder().setResourceTypeId("user").setResourceId("user-" + user))
                .setNeedsExpansion(i % 11 == 0)
                .setDiscoveredAt(SEEN)
                .build();
    }

    private AssetRecord asset(SyncId sync) {
        return AssetRecord.newBuilder()
                .setSyncId(sync.toString())
                .setExternalId("logo")
                .setContentType("image/png")
                .setData(ByteString.copyFrom(new byte[3_000 + version]))
                .build();
    }

    private static ResourceRef ref(String type, String id) {
        return ResourceRef.newBuilder()
                .setResourceTypeId(type)
                .setResourceId(id)
                .build();
    }
}
