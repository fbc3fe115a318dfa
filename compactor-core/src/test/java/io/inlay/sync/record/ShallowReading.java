package io.inlay.sync.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.inlay.sync.key.Bucket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** Compares the scanner with protobuf's own reader of fields, for any bytes. */
final class ShallowReading {
    private static final HexFormat HEX = HexFormat.of();
    private static final String TOO_LONG = "number too long";
    private static final List<Bucket> GROUPED = List.of(Bucket.RESOURCE, Bucket.ENTITLEMENT, Bucket.GRANT);

    private final FieldScanner scanner = new FieldScanner();
    private final DiscoveredAt found = new DiscoveredAt();

    /**
     * Accepts and answers exactly as protobuf's own reader does when told of nothing but the fields asked for. One thing
     * only is refused that protobuf may accept: a number whose tenth byte says that more follow.
     */
    void assertAgrees(Bucket bucket, byte[] value) {
        String time = describeTime(bucket, value);
        if (time.equals(TOO_LONG)) {
            return;
        }
        assertSame(bucket, value, time, shallowTime(bucket, value));
        if (GROUPED.contains(bucket)) {
            String group = describeGroup(bucket, value);
            if (!group.equals(TOO_LONG)) {
                assertSame(bucket, value, group, shallowGroup(bucket, value));
            }
        }
    }

    private static void assertSame(Bucket bucket, byte[] value, String scanned, String expected) {
        if (!scanned.equals(expected)) {
            assertThat(scanned).as("%s %s", bucket, HEX.formatHex(value)).isEqualTo(expected);
        }
    }

    private static String shallowTime(Bucket bucket, byte[] value) {
        int number = bucket == Bucket.RESOURCE_TYPE ? 6 : bucket == Bucket.GRANT || bucket == Bucket.ASSET ? 5 : 8;
        try {
            List<ByteString> parts =
                    UnknownFieldSet.parseFrom(value).getField(number).getLengthDelimitedList();
            Timestamp.Builder merged = Timestamp.newBuilder();
            for (ByteString part : parts) {
                merged.mergeFrom(part);
            }
            return parts.isEmpty() ? "absent" : text(merged.build());
        } catch (InvalidProtocolBufferException e) {
            return "malformed";
        }
    }

    private static String shallowGroup(Bucket bucket, byte[] value) {
        try {
            List<ByteString> parts = UnknownFieldSet.parseFrom(value)
                    .getField(bucket == Bucket.RESOURCE ? 2 : 3)
                    .getLengthDelimitedList();
            if (bucket != Bucket.RESOURCE) {
                UnknownFieldSet.Builder merged = UnknownFieldSet.newBuilder();
                for (ByteString part : parts) {
                    merged.mergeFrom(part);
                }
                parts = merged.build().getField(1).getLengthDelimitedList();
            }
            return parts.isEmpty()
                    ? ""
                    : HEX.formatHex(parts.get(parts.size() - 1).toByteArray());
        } catch (InvalidProtocolBufferException e) {
            return "malformed";
        }
    }

    static String text(Timestamp time) {
        DiscoveredAt at = new DiscoveredAt();
        try {
            at.set(time.getSeconds(), time.getNanos());
        } catch (IllegalArgumentException e) {
            return "malformed";
        }
        return at.toString();
    }

    String describeTime(Bucket bucket, byte[] value) {
        try {
            scanner.discoveredAt(bucket, ByteBuffer.wrap(value), found);
            return found.toString();
        } catch (MalformedRecordException e) {
            assertThat(e.offset()).isBetween(0, value.length);
            return String.valueOf(e.getMessage()).contains("more than 10 bytes") ? TOO_LONG : "malformed";
        }
    }

    private String describeGroup(Bucket bucket, byte[] value) {
        try {
            return HEX.formatHex(groupBytes(bucket, value));
        } catch (MalformedRecordException e) {
            return String.valueOf(e.getMessage()).contains("more than 10 bytes") ? TOO_LONG : "malformed";
        }
    }

    byte[] groupBytes(Bucket bucket, byte[] value) {
        ByteBuffer framed = ByteBuffer.allocate(value.length + 3)
                .position(3)
                .put(value)
                .flip()
                .position(3);
        scanner.group(bucket, framed);
        byte[] group = new byte[scanner.groupLength()];
        framed.get(scanner.groupIndex(), group);
        return group;
    }
}
