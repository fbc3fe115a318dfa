package io.inlay.sync;

import com.google.protobuf.ByteString;
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
import io.inlay.sync.record.Timestamps;
import java.time.Instant;

/** Records for tests. */
final class Samples {
    static final Instant NOON = SampleAccess.NOON;

    private Samples() {}

    static SyncId sync(int n) {
        return SampleAccess.sync(n);
    }

    static NewSync full(int n) {
        return NewSync.of(SyncType.SYNC_TYPE_FULL).withId(sync(n)).startedAt(NOON);
    }

    static ResourceTypeRecord type(String id) {
        return ResourceTypeRecord.newBuilder().setExternalId(id).build();
    }

    static ResourceRecord resource(String type, String id) {
        return ResourceRecord.newBuilder()
                .setResourceTypeId(type)
                .setResourceId(id)
                .build();
    }

    static ResourceRecord resource(String type, String id, String parentType, String parentId) {
        return resource(type, id).toBuilder()
                .setParent(ref(parentType, parentId))
                .build();
    }

    static EntitlementRecord entitlement(String id) {
        return EntitlementRecord.newBuilder().setExternalId(id).build();
    }

    static EntitlementRecord entitlement(String id, String type, String resource) {
        return entitlement(id).toBuilder().setResource(ref(type, resource)).build();
    }

    /** A grant of an entitlement on {@code ("app", "a")} to a user. */
    static GrantRecord grant(String id, String entitlement, String user) {
        return grant(id, entitlement, "user", user);
    }

    static GrantRecord grant(String id, String entitlement, String principalType, String principal) {
        return GrantRecord.newBuilder()
                .setExternalId(id)
                .setEntitlement(EntitlementRef.newBuilder()
                        .setResourceTypeId("app")
                        .setResourceId("a")
                        .setEntitlementId(entitlement))
                .setPrincipal(PrincipalRef.newBuilder()
                        .setResourceTypeId(principalType)
                        .setResourceId(principal))
                .build();
    }

    static GrantRecord seen(GrantRecord grant, long second) {
        return grant.toBuilder()
                .setDiscoveredAt(Timestamps.of(Instant.ofEpochSecond(second)))
                .build();
    }

    static GrantRecord toExpand(GrantRecord grant) {
        return grant.toBuilder().setNeedsExpansion(true).build();
    }

    static AssetRecord asset(String id, String text) {
        return AssetRecord.newBuilder()
                .setExternalId(id)
                .setContentType("text/plain")
                .setData(ByteString.copyFromUtf8(text))
                .build();
    }

    private static ResourceRef ref(String type, String id) {
        return ResourceRef.newBuilder()
                .setResourceTypeId(type)
                .setResourceId(id)
                .build();
    }
}
