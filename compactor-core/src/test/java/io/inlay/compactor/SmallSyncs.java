package io.inlay.compactor;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.EntitlementRef;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.PrincipalRef;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncType;
import java.time.Instant;
import java.util.List;

/** Syncs of a few hand-made records, each seen at a second or, for a negative one, at no time. */
final class SmallSyncs {
    private SmallSyncs() {}

    /** A finished full sync with the number's id. It lasts from that second to the next. */
    static SyncId full(SyncStore store, int number, long second, MessageLite... records) {
        return finished(store, SyncType.SYNC_TYPE_FULL, number, second, List.of(records));
    }

    /** A finished partial sync. */
    static SyncId partial(SyncStore store, int number, long second, MessageLite... records) {
        return finished(store, SyncType.SYNC_TYPE_PARTIAL, number, second, List.of(records));
    }

    static SyncId finished(
            SyncStore store, SyncType type, int number, long second, List<? extends MessageLite> records) {
        OpenSync open = open(store, type, number, second);
        records.forEach(record -> SampleAccess.put(open, record));
        open.finish(Instant.ofEpochSecond(second + 1));
        return open.id();
    }

    /** A sync that was started. */
    static OpenSync open(SyncStore store, SyncType type, int number, long second) {
        return store.start(NewSync.of(type).withId(SampleAccess.sync(number)).startedAt(Instant.ofEpochSecond(second)));
    }

    static ResourceTypeRecord type(String id, String name, long second) {
        ResourceTypeRecord.Builder record =
                ResourceTypeRecord.newBuilder().setExternalId(id).setDisplayName(name);
        return (second < 0 ? record : record.setDiscoveredAt(time(second))).build();
    }

    /** A resource of type user under a group. */
    static ResourceRecord user(String id, String group, long second) {
        ResourceRecord.Builder record = ResourceRecord.newBuilder()
                .setResourceTypeId("user")
                .setResourceId(id)
                .setParent(ref("group", group));
        return (second < 0 ? record : record.setDiscoveredAt(time(second))).build();
    }

    /** An entitlement on a resource. */
    static EntitlementRecord entitlement(String id, String onType, String on, long second) {
        EntitlementRecord.Builder record =
                EntitlementRecord.newBuilder().setExternalId(id).setResource(ref(onType, on));
        return (second < 0 ? record : record.setDiscoveredAt(time(second))).build();
    }

    /** A grant of an entitlement of that id on the group of that id to a user. */
    static GrantRecord grant(String id, String entitlement, String user, long second) {
        GrantRecord.Builder record = GrantRecord.newBuilder()
                .setExternalId(id)
                .setEntitlement(EntitlementRef.newBuilder()
                        .setResourceTypeId("group")
                        .setResourceId(entitlement)
                        .setEntitlementId(entitlement))
                .setPrincipal(
                        PrincipalRef.newBuilder().setResourceTypeId("user").setResourceId(user));
        return (second < 0 ? record : record.setDiscoveredAt(time(second))).build();
    }

    static AssetRecord asset(String id, String text) {
        return AssetRecord.newBuilder()
                .setExternalId(id)
                .setData(ByteString.copyFromUtf8(text))
                .build();
    }

    private static ResourceRef ref(String type, String id) {
        return ResourceRef.newBuilder()
                .setResourceTypeId(type)
                .setResourceId(id)
                .build();
    }

    private static Timestamp.Builder time(long second) {
        return Timestamp.newBuilder().setSeconds(second);
    }
}
