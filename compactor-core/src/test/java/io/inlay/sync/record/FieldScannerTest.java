package io.inlay.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.inlay.sync.key.Bucket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FieldScannerTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final List<Bucket> TIMED =
            List.of(Bucket.RESOURCE_TYPE, Bucket.RESOURCE, Bucket.ENTITLEMENT, Bucket.GRANT, Bucket.ASSET);
    private static final List<Bucket> GROUPED = List.of(Bucket.RESOURCE, Bucket.ENTITLEMENT, Bucket.GRANT);

    private final FieldScanner scanner = new FieldScanner();
    private final DiscoveredAt found = new DiscoveredAt();
    private final ShallowReading reading = new ShallowReading();

    @Test
    void both_fields_of_random_records_are_those_that_decoding_gives() {
        RandomRecords records = new RandomRecords(1);
        for (int i = 0; i < 4_000; i++) {
            for (Bucket bucket : TIMED) {
                byte[] value = records.value(bucket);
                Object record = RecordType.of(bucket).decode(value);
                assertThat(scanTime(bucket, value)).as(HEX.formatHex(value)).isEqualTo(decodedTime(record));
                if (GROUPED.contains(bucket)) {
                    assertThat(scanGroup(bucket, value))
                            .as(HEX.formatHex(value))
                            .isEqualTo(decodedGroup(record));
                }
            }
        }
    }

    @Test
    void every_truncation_gives_what_protobuf_gives_or_is_malformed() {
        RandomRecords records = new RandomRecords(2);
        for (int i = 0; i < 40; i++) {
            for (Bucket bucket : TIMED) {
                byte[] value = records.value(bucket);
                for (int length = 0; length < value.length; length++) {
                    reading.assertAgrees(bucket, Arrays.copyOf(value, length));
                }
            }
        }
    }

    @Test
    void random_damage_gives_what_protobuf_gives_or_is_malformed() {
        RandomRecords records = new RandomRecords(3);
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            Bucket bucket = TIMED.get(i % TIMED.size());
            byte[] value = records.value(bucket);
            for (int n = random.nextInt(4); n >= 0 && value.length > 0; n--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(1 << (1 + random.nextInt(8)));
            }
            reading.assertAgrees(bucket, value);
        }
    }

    @Test
    void random_bytes_give_what_protobuf_gives_or_are_malformed() {
        Random random = new Random(4);
        int[] likely = {
            0x00, 0x08, 0x0a, 0x10, 0x12, 0x13, 0x14, 0x1a, 0x22, 0x2a, 0x32, 0x42, 0x43, 0x44, 0x01, 0x02, 0x80
        };
        for (int i = 0; i < 100_000; i++) {
            byte[] value = new byte[random.nextInt(16)];
            for (int j = 0; j < value.length; j++) {
                value[j] =
                        (byte) (random.nextInt(5) == 0 ? random.nextInt(256) : likely[random.nextInt(likely.length)]);
            }
            reading.assertAgrees(TIMED.get(i % TIMED.size()), value);
        }
    }

    // Fields of a grant: 5 is the time, 1 its seconds, 2 its nanoseconds.
    @ParameterizedTest
    @CsvSource({
        "'', absent",
        "2a00, 0.000000000",
        "2a0408001000, 0.000000000",
        "2a0408011002, 1.000000002",
        "2a0b08ffffffffffffffffff01, -1.000000000",
        "2a020801 2a021002, 1.000000002",
        "2a020801 2a020803 2a021002, 3.000000002",
        "2a0408011002 2a0408031000, 3.000000000",
        "2a0408011002 2a00, 1.000000002",
        "2a0410020801, 1.000000002",
        "2805, absent",
        "2d00000000, absent",
        "2b2c, absent",
        "2a020801 2805, 1.000000000",
        "2a061b0807 1c 0801, 1.000000000",
        "2a060d00000000 1001, malformed",
        "2a061d00000000 10, malformed",
        "aa8000 02 0801, 1.000000000",
        "aa00 02 0801, 1.000000000",
    })
    void a_time_is_read_as_protobuf_reads_it(String hex, String expected) {
        byte[] value = HEX.parseHex(hex.replace(" ", ""));
        reading.assertAgrees(Bucket.GRANT, value);
        assertThat(reading.describeTime(Bucket.GRANT, value)).isEqualTo(expected);
    }

    // Offset of the fault, and what it is.
    @ParameterizedTest
    @CsvSource({
        "2a05, 1, 'a field of 5 bytes, with 0 left'",
        "1201612a, 4, a number is cut off",
        "2a020880, 3, a number is cut off",
        "2a02080180, 4, a number is cut off",
        "2affffffff0f, 1, a negative length",
        "00, 0, field number 0",
        "0701, 0, field number 0",
        "0f, 1, wire type 7",
        "0e, 1, wire type 6",
        "0c, 1, the end of a group that did not begin",
        "0b14, 2, the end of a group that did not begin",
        "0b, 1, a group is cut off",
        "09000000, 1, a field is cut off",
        "0d0000, 1, a field is cut off",
        "0880808080808080808080, 1, a number of more than 10 bytes",
    })
    void malformed_bytes_are_refused_and_the_offset_told(String hex, int offset, String what) {
        ByteBuffer framed =
                ByteBuffer.wrap(HEX.parseHex("ffff" + hex + "0000")).position(2).limit(2 + hex.length() / 2);
        found.set(1, 1);
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> scanner.discoveredAt(Bucket.GRANT, framed, found))
                .withMessage("malformed value: " + what + " at byte " + offset)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
        assertThat(found.isPresent()).isFalse();
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> RecordType.GRANT.decode(framed))
                .withMessageStartingWith("malformed grant: ");
        assertThat(framed.position()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "253402300800, 0",
        "-62135596801, 0",
        "0, -1",
        "0, 1000000000",
        "9223372036854775807, 0",
        "-9223372036854775808, 0",
    })
    void a_time_out_of_range_is_refused(long seconds, int nanos) {
        byte[] value = GrantRecord.newBuilder()
                .setDiscoveredAt(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))
                .build()
                .toByteArray();
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> scanner.discoveredAt(Bucket.GRANT, ByteBuffer.wrap(value), found))
                .withMessageContaining("time of " + seconds + " s and " + nanos + " ns is outside");
        assertThat(found.isPresent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"99", "100", "101", "1000"})
    void groups_nest_as_deep_as_protobuf_lets_them(int depth) {
        byte[] value = new byte[2 * depth];
        Arrays.fill(value, 0, depth, (byte) 0x0b);
        Arrays.fill(value, depth, 2 * depth, (byte) 0x0c);
        reading.assertAgrees(Bucket.GRANT, value);
        byte[] inTime = new byte[value.length + 3];
        inTime[0] = 0x2a;
        inTime[1] = (byte) (value.length | 0x80);
        inTime[2] = (byte) (value.length >>> 7);
        System.arraycopy(value, 0, inTime, 3, value.length);
        String decoded;
        try {
            decoded = ShallowReading.text(GrantRecord.parseFrom(inTime).getDiscoveredAt());
        } catch (InvalidProtocolBufferException e) {
            decoded = "malformed";
        }
        assertThat(reading.describeTime(Bucket.GRANT, inTime)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @EnumSource(Bucket.class)
    void a_bucket_without_the_field_is_refused(Bucket bucket) {
        if (!TIMED.contains(bucket)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scanner.discoveredAt(bucket, ByteBuffer.allocate(0), found))
                    .withMessage(bucket.label() + " rows have no discovered_at");
        }
        if (!GROUPED.contains(bucket)) {
            assertThatIllegalArgumentException().isThrownBy(() -> scanner.group(bucket, ByteBuffer.allocate(0)));
        }
    }

    private @Nullable Timestamp scanTime(Bucket bucket, byte[] value) {
        ByteBuffer framed = ByteBuffer.allocateDirect(value.length + 2)
                .position(1)
                .put(value)
                .flip()
                .position(1)
                .asReadOnlyBuffer();
        scanner.discoveredAt(bucket, framed, found);
        return found.isPresent()
                ? Timestamp.newBuilder()
                        .setSeconds(found.seconds())
                        .setNanos(found.nanos())
                        .build()
                : null;
    }

    private String scanGroup(Bucket bucket, byte[] value) {
        return new String(reading.groupBytes(bucket, value), StandardCharsets.UTF_8);
    }

    private static @Nullable Timestamp decodedTime(Object record) {
        DiscoveredAt at = new DiscoveredAt();
        if (record instanceof ResourceTypeRecord type) {
            RecordType.RESOURCE_TYPE.discoveredAt(type, at);
        } else if (record instanceof ResourceRecord resource) {
            RecordType.RESOURCE.discoveredAt(resource, at);
        } else if (record instanceof EntitlementRecord entitlement) {
            RecordType.ENTITLEMENT.discoveredAt(entitlement, at);
        } else if (record instanceof GrantRecord grant) {
            RecordType.GRANT.discoveredAt(grant, at);
        } else if (record instanceof AssetRecord asset) {
            RecordType.ASSET.discoveredAt(asset, at);
        }
        return at.isPresent()
                ? Timestamp.newBuilder()
                        .setSeconds(at.seconds())
                        .setNanos(at.nanos())
                        .build()
                : null;
    }

    private static String decodedGroup(Object record) {
        if (record instanceof ResourceRecord resource) {
            return resource.getResourceTypeId();
        }
        if (record instanceof EntitlementRecord entitlement) {
            return entitlement.getResource().getResourceTypeId();
        }
        if (record instanceof GrantRecord grant) {
            return grant.getEntitlement().getResourceTypeId();
        }
        return fail("no group in " + record);
    }
}
