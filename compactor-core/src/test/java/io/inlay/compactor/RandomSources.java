package io.inlay.compactor;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.inlay.engine.Keys;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.EntitlementRef;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.GrantSourceRecord;
import io.inlay.sync.record.PrincipalRef;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded syncs that overlap in every way: equal keys with earlier, equal, later and no times, other references under one
 * id, odd and very long ids, unknown fields, and index rows that no record implies, or that are not there.
 */
final class RandomSources {
    private static final SyncType[] TYPES = {
        SyncType.SYNC_TYPE_FULL, SyncType.SYNC_TYPE_PARTIAL, SyncType.SYNC_TYPE_RESOURCES_ONLY
    };

    private final Random random;
    private final String[] ids;
    private final long seed;
    private int nextSync = 1;

    RandomSources(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.ids = new String[] {
            "a",
            "a\0",
            "a\0b",
            "a\1",
            "a\1b",
            "ab",
            "\0\1\0\1",
            "日本\uD83D\uDE00",
            "user:" + random.nextInt(100),
            "x".repeat(600) + random.nextInt(3),
            "y".repeat(2048),
            "z\0\1".repeat(682) + random.nextInt(3)
        };
    }

    /** So many syncs. */
    List<SyncModel> sources(int number) {
        List<SyncModel> sources = new ArrayList<>();
        boolean damagedIndexes = random.nextInt(3) > 0;
        for (int i = 0; i < number; i++) {
            SyncModel source = new SyncModel(run());
            int records = random.nextInt(6) == 0 ? 0 : random.nextInt(120);
            for (int j = 0; j < records; j++) {
                putAny(source);
            }
            if (damagedIndexes && random.nextInt(3) == 0) {
                damageIndexes(source);
            }
            sources.add(source);
        }
        return sources;
    }

    /** A sync id that was not given before. */
    SyncId sync() {
        byte[] payload = new byte[SyncId.PAYLOAD_BYTES];
        payload[0] = (byte) seed;
        payload[1] = (byte) (seed >> 8);
        payload[2] = (byte) nextSync++;
        return SyncId.of(SampleAccess.NOON, payload);
    }

    private SyncRunRecord run() {
        return SyncRunRecord.newBuilder()
                .setSyncId(sync().toString())
                .setType(TYPES[random.nextInt(TYPES.length)])
                .setStartedAt(Timestamps.of(SampleAccess.NOON))
                .setEndedAt(Timestamps.of(SampleAccess.NOON.plusSeconds(random.nextInt(5))))
                .build();
    }

    private void putAny(SyncModel source) {
        switch (random.nextInt(8)) {
            case 0 -> source.put(RecordType.RESOURCE_TYPE, resourceType());
            case 1, 2 -> source.put(RecordType.RESOURCE, resource());
            case 3 -> source.put(RecordType.ENTITLEMENT, entitlement());
            case 4 -> source.put(RecordType.ASSET, asset(source.id));
            default -> source.put(RecordType.GRANT, grant());
        }
    }

    /** Rows of records that are not there, or name others, and lost ones. */
    private void damageIndexes(SyncModel source) {
        List<byte[]> indexRows = source.rows.keySet().stream()
                .filter(key -> Bucket.of(ByteBuffer.wrap(key)).isIndex())
                .toList();
        for (byte[] row : indexRows) {
            if (random.nextInt(12) == 0) {
                source.rows.remove(row);
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            source.putRow(Bucket.GRANT_BY_PRINCIPAL.key(source.id, id(), id(), id()), new byte[0]);
            source.putRow(Bucket.GRANT_BY_ENTITLEMENT.key(source.id, id(), id(), id(), id()), new byte[0]);
            source.putRow(Bucket.RESOURCE_BY_PARENT.key(source.id, id(), id(), id(), id()), new byte[0]);
            source.putRow(Bucket.GRANT_BY_NEEDS_EXPANSION.key(source.id, id()), new byte[0]);
        }
        if (random.nextInt(4) == 0) {
            byte[] cut = Bucket.ENTITLEMENT_BY_RESOURCE.prefix(source.id);
            source.putRow(cut, new byte[0]);
            source.putRow(Keys.successor(cut), new byte[1]);
        }
    }

    private ResourceTypeRecord resourceType() {
        ResourceTypeRecord.Builder record = ResourceTypeRecord.newBuilder()
                .setExternalId(id())
                .setDisplayName(text())
                .setUnknownFields(unknown());
        if (hasTime()) {
            record.setDiscoveredAt(time());
        }
        return record.build();
    }

    private ResourceRecord resource() {
        ResourceRecord.Builder record = ResourceRecord.newBuilder()
                .setResourceTypeId(id())
                .setResourceId(id())
                .setDisplayName(text())
                .setUnknownFields(unknown());
        if (random.nextBoolean()) {
            record.setParent(ref());
        }
        if (hasTime()) {
            record.setDiscoveredAt(time());
        }
        return record.build();
    }

    private EntitlementRecord entitlement() {
        EntitlementRecord.Builder record = EntitlementRecord.newBuilder()
                .setExternalId(id())
                .setSlug(text())
                .setUnknownFields(unknown());
        if (random.nextInt(4) > 0) {
            record.setResource(ref());
        }
        if (hasTime()) {
            record.setDiscoveredAt(time());
        }
        return record.build();
    }

    private GrantRecord grant() {
        GrantRecord.Builder record = GrantRecord.newBuilder()
                .setExternalId(id())
                .setNeedsExpansion(random.nextInt(3) == 0)
                .putSources(
                        text(), GrantSourceRecord.newBuilder().setIsDirect(true).build())
                .setUnknownFields(unknown());
        if (random.nextInt(5) > 0) {
            record.setEntitlement(EntitlementRef.newBuilder()
                    .setResourceTypeId(idOrNone())
                    .setResourceId(idOrNone())
                    .setEntitlementId(idOrNone()));
        }
        if (random.nextInt(5) > 0) {
            record.setPrincipal(PrincipalRef.newBuilder()
                    .setResourceTypeId(idOrNone())
                    .setResourceId(idOrNone())
                    .setParentResourceTypeId(text()));
        }
        if (hasTime()) {
            record.setDiscoveredAt(time());
        }
        return record.build();
    }

    private AssetRecord asset(SyncId sync) {
        return AssetRecord.newBuilder()
                .setSyncId(sync.toString())
                .setExternalId(id())
                .setData(ByteString.copyFromUtf8(text()))
                .build();
    }

    private ResourceRef ref() {
        return ResourceRef.newBuilder()
                .setResourceTypeId(idOrNone())
                .setResourceId(idOrNone())
                .build();
    }

    private boolean hasTime() {
        return random.nextInt(4) > 0;
    }

    /** Few, so that ties are frequent; the epoch, given as an empty message, among them. */
    private Timestamp time() {
        return Timestamp.newBuilder()
                .setSeconds(random.nextInt(3) - 1)
                .setNanos(random.nextInt(3) == 0 ? random.nextInt(2) : 0)
                .build();
    }

    private UnknownFieldSet unknown() {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        if (random.nextInt(4) == 0) {
            fields.mergeField(
                    100 + random.nextInt(5),
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8(text()))
                            .addVarint(random.nextLong())
                            .build());
        }
        return fields.build();
    }

    private String id() {
        return ids[random.nextInt(random.nextInt(4) == 0 ? ids.length : 9)];
    }

    private String idOrNone() {
        return random.nextInt(6) == 0 ? "" : id();
    }

    private String text() {
        return Long.toHexString(random.nextLong());
    }
}
