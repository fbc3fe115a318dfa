package io.inlay.bench.anchor;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.EntitlementRef;
import io.inlay.sync.record.GrantExpandableRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.GrantSourceRecord;
import io.inlay.sync.record.PrincipalRef;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.ResourceTypeRecord;
import java.util.List;
import java.util.Locale;

/**
 * The records of the anchor data set by their numbers. A number may lie above the size's own: it then names a record that
 * only a newer sync has.
 */
final class AnchorRecords {
    private static final String BLOB = "type.googleapis.com/anchor.v1.Blob";
    private static final int ENTITLEMENT_STRIDE = 7919;

    private final AnchorSize size;

    AnchorRecords(AnchorSize size) {
        this.size = size;
    }

    ResourceTypeRecord type(int number, Timestamp discoveredAt) {
        return ResourceTypeRecord.newBuilder()
                .setExternalId(typeId(number))
                .setDisplayName("Resource type " + number)
                .addTraits("TRAIT_USER")
                .setDescription("A resource type of the anchor data set")
                .setDiscoveredAt(discoveredAt)
                .build();
    }

    ResourceRecord resource(long number, Timestamp discoveredAt) {
        ResourceRecord.Builder resource = ResourceRecord.newBuilder()
                .setResourceTypeId(typeOf(number))
                .setResourceId(resourceId(number))
                .setDisplayName("Display Name " + highHex('R', number))
                .setDiscoveredAt(discoveredAt);
        if (number % 10 < 3) {
            resource.setDescription("Member of the directory, number " + number + " of all");
        }
        if (number % 2 == 1) {
            resource.setParent(resourceRef(number / 10));
        }
        if (number % 5 == 0) {
            resource.addAnnotations(blob('a', number, 80));
        }
        return resource.build();
    }

    EntitlementRecord entitlement(long number, Timestamp discoveredAt) {
        EntitlementRecord.Builder entitlement = EntitlementRecord.newBuilder()
                .setExternalId(entitlementId(number))
                .setResource(resourceRef(resourceOf(number)))
                .setDisplayName("Member of " + highHex('E', number))
                .setDescription("Grants membership, entitlement " + number)
                .setPurpose("assignment")
                .setSlug("member")
                .addAllGrantableToResourceTypeIds(List.of(typeId(0), typeId(1)))
                .setDiscoveredAt(discoveredAt);
        if (number % 10 == 0) {
            entitlement.addAnnotations(blob('b', number, 60));
        }
        return entitlement.build();
    }

    GrantRecord grant(long number, Timestamp discoveredAt) {
        long entitlement = number % size.entitlements();
        GrantRecord.Builder grant = GrantRecord.newBuilder()
                .setExternalId(grantId(number))
                .setEntitlement(EntitlementRef.newBuilder()
                        .setResourceTypeId(typeOf(resourceOf(entitlement)))
                        .setResourceId(resourceId(resourceOf(entitlement)))
                        .setEntitlementId(entitlementId(entitlement)))
                .setPrincipal(principal(number, entitlement))
                .setDiscoveredAt(discoveredAt);
        if (number % 50 == 0) {
            addSource(grant, (entitlement + 1) % size.entitlements(), true);
            addSource(grant, (entitlement + 2) % size.entitlements(), false);
        }
        if (number % 50 == 1) {
            grant.addAnnotations(blob('c', number, 60));
        }
        if (number % 100 == 2) {
            grant.setNeedsExpansion(true)
                    .setExpansion(GrantExpandableRecord.newBuilder()
                            .addEntitlementIds(entitlementId((entitlement + 3) % size.entitlements()))
                            .addResourceTypeIds(typeId(0)));
        }
        return grant.build();
    }

    private PrincipalRef principal(long number, long entitlement) {
        long step = number / size.entitlements() * Math.max(1, size.resources() / 200);
        long start = Long.remainderUnsigned(Noise.hash('P', entitlement), size.resources());
        long principal = (step + start) % size.resources();
        return PrincipalRef.newBuilder()
                .setResourceTypeId(typeOf(principal))
                .setResourceId(resourceId(principal))
                .build();
    }

    private void addSource(GrantRecord.Builder grant, long entitlement, boolean direct) {
        grant.putSources(
                entitlementId(entitlement),
                GrantSourceRecord.newBuilder()
                        .setResourceTypeId(typeOf(resourceOf(entitlement)))
                        .setResourceId(resourceId(resourceOf(entitlement)))
                        .setEntitlementId(entitlementId(entitlement))
                        .setIsDirect(direct)
                        .build());
    }

    private long resourceOf(long entitlement) {
        return entitlement * ENTITLEMENT_STRIDE % size.resources();
    }

    private static ResourceRef resourceRef(long number) {
        return ResourceRef.newBuilder()
                .setResourceTypeId(typeOf(number))
                .setResourceId(resourceId(number))
                .build();
    }

    private static Any blob(char kind, long number, int length) {
        return Any.newBuilder()
                .setTypeUrl(BLOB)
                .setValue(ByteString.copyFrom(Noise.bytes(kind, number, length)))
                .build();
    }

    private static String typeOf(long resource) {
        return typeId((int) (resource % AnchorSize.TYPES));
    }

    private static String typeId(int number) {
        return String.format(Locale.ROOT, "restype-%02d", number);
    }

    private static String resourceId(long number) {
        return String.format(Locale.ROOT, "%016x-r%08d", Noise.hash('R', number), number);
    }

    private static String entitlementId(long number) {
        return String.format(Locale.ROOT, "%016x-e%07d-member", Noise.hash('E', number), number);
    }

    private static String grantId(long number) {
        return String.format(Locale.ROOT, "%016x-g%09d", Noise.hash('G', number), number);
    }

    private static String highHex(char kind, long number) {
        return Long.toHexString(Noise.hash(kind, number) >>> Integer.SIZE);
    }
}
