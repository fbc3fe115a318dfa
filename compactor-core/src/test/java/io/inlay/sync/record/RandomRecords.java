package io.inlay.sync.record;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.inlay.sync.key.Bucket;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Seeded records of every shape, their unset fields, odd ids and unknown fields included. */
final class RandomRecords {
    private static final String[] IDS = {"", "a", "\0", "\1", "user", "group\0\1", "日本", "\uD83D\uDE00", "x".repeat(130)
    };

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    /** Bytes that protobuf decodes as a record of the bucket: one encoded record, or several to be merged. */
    byte[] value(Bucket bucket) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        do {
            bytes.writeBytes(record(bucket).toByteArray());
        } while (random.nextInt(4) == 0);
        return bytes.toByteArray();
    }

    Message record(Bucket bucket) {
        return switch (bucket) {
            case RESOURCE_TYPE -> resourceType();
            case RESOURCE -> resource();
            case ENTITLEMENT -> entitlement();
            case GRANT -> grant();
            case ASSET -> asset();
            default -> throw new IllegalArgumentException(bucket.label());
        };
    }

    private ResourceTypeRecord resourceType() {
        ResourceTypeRecord.Builder record = ResourceTypeRecord.newBuilder()
                .setExternalId(id())
                .setDisplayName(id())
                .addTraits("USER")
                .addAnnotations(annotation())
                .setUnknownFields(unknown(2, 100));
        if (random.nextBoolean()) {
            record.setDiscoveredAt(time());
        }
        return record.build();
    }

    ResourceRecord resource() {
        ResourceRecord.Builder record = ResourceRecord.newBuilder()
                .setResourceTypeId(id())
                .setResourceId(id())
                .setDescription(id())
                .setUnknownFields(unknown(2, 100));
        if (random.nextBoolean()) {
            record.setDiscoveredAt(time());
        }
        if (random.nextBoolean()) {
            record.setParent(ref());
        }
        return record.build();
    }

    EntitlementRecord entitlement() {
        EntitlementRecord.Builder record = EntitlementRecord.newBuilder()
                .setExternalId(id())
                .setPurpose(id())
                .addAnnotations(annotation())
                .addGrantableToResourceTypeIds(id())
                .setUnknownFields(unknown(2, 100));
        if (random.nextBoolean()) {
            record.setDiscoveredAt(time());
        }
        if (random.nextBoolean()) {
            record.setResource(ref());
        }
        return record.build();
    }

    GrantRecord grant() {
        GrantRecord.Builder record = GrantRecord.newBuilder()
                .setExternalId(id())
                .setNeedsExpansion(random.nextBoolean())
                .putSources(
                        id(), GrantSourceRecord.newBuilder().setIsDirect(true).build())
                .setUnknownFields(unknown(2, 100));
        if (random.nextBoolean()) {
            record.setDiscoveredAt(time());
        }
        if (random.nextBoolean()) {
            record.setEntitlement(EntitlementRef.newBuilder()
                    .setResourceTypeId(id())
                    .setResourceId(id())
                    .setEntitlementId(id())
                    .setUnknownFields(unknown(1, 10)));
        }
        if (random.nextBoolean()) {
            record.setPrincipal(
                    PrincipalRef.newBuilder().setResourceTypeId(id()).setResourceId(id()));
        }
        return record.build();
    }

    private AssetRecord asset() {
        AssetRecord.Builder record =
                AssetRecord.newBuilder().setExternalId(id()).setData(ByteString.copyFromUtf8(id()));
        if (random.nextBoolean()) {
            record.setDiscoveredAt(time());
        }
        return record.build();
    }

    private ResourceRef.Builder ref() {
        return ResourceRef.newBuilder()
                .setResourceTypeId(id())
                .setResourceId(id())
                .setUnknownFields(unknown(1, 10));
    }

    private Timestamp.Builder time() {
        long[] seconds = {0, 1, -1, 1_700_000_000, DiscoveredAt.MIN_SECONDS, DiscoveredAt.MAX_SECONDS};
        int[] nanos = {0, 1, 999_999_999};
        return Timestamp.newBuilder()
                .setSeconds(seconds[random.nextInt(seconds.length)])
                .setNanos(nanos[random.nextInt(nanos.length)])
                .setUnknownFields(unknown(2, 10));
    }

    private Any annotation() {
        return Any.newBuilder()
                .setTypeUrl("t/" + id())
                .setValue(ByteString.copyFromUtf8(id()))
                .build();
    }

    private String id() {
        return IDS[random.nextInt(IDS.length)];
    }

    /** Fields of every wire type, below numbers that a message of the schema has, or above all of them. */
    private UnknownFieldSet unknown(int depth, int from) {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        while (random.nextInt(3) == 0) {
            UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
            switch (random.nextInt(5)) {
                case 0 -> field.addVarint(random.nextLong() >> random.nextInt(64));
                case 1 -> field.addFixed32(random.nextInt());
                case 2 -> field.addFixed64(random.nextLong());
                case 3 -> field.addLengthDelimited(ByteString.copyFromUtf8(id()));
                default -> field.addGroup(depth == 0 ? UnknownFieldSet.getDefaultInstance() : unknown(depth - 1, 1));
            }
            fields.mergeField(from + random.nextInt(1 << (4 + random.nextInt(20))), field.build());
        }
        return fields.build();
    }
}
