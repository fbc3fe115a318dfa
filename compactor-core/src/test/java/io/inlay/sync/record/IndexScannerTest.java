package io.inlay.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Keys;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is scanned is what decoding gives. */
class IndexScannerTest {
    private static final SyncId SYNC = SyncId.of(Instant.parse("2026-03-01T12:00:00Z"), new byte[16]);

    private final IndexScanner scanner = new IndexScanner();
    private final RecordKeys keys = new RecordKeys(Integer.MAX_VALUE);

    @ParameterizedTest
    @EnumSource(
            value = Bucket.class,
            mode = Mode.INCLUDE,
            names = {"RESOURCE_TYPE", "RESOURCE", "ENTITLEMENT", "GRANT"})
    void rows_and_counts_are_those_of_the_decoded_record(Bucket bucket) {
        RandomRecords records = new RandomRecords(17);
        StatsTally scanned = new StatsTally();
        StatsTally counted = new StatsTally();
        for (int i = 0; i < 3_000; i++) {
            byte[] value = records.value(bucket);
            ByteBuffer padded = padded(value);
            List<String> expected = decoded(RecordType.of(bucket), value);
            assertThat(scanned(bucket, padded, primaryKey(RecordType.of(bucket), value)))
                    .as("record %d, %s", i, HexFormat.of().formatHex(value))
                    .isEqualTo(expected);
            scanned.add(bucket, padded, scanner);
            counted.add(bucket, padded);
        }
        assertThat(scanned.toRecord(SYNC, Instant.EPOCH)).isEqualTo(counted.toRecord(SYNC, Instant.EPOCH));
    }

    @ParameterizedTest
    @EnumSource(
            value = Bucket.class,
            mode = Mode.INCLUDE,
            names = {"RESOURCE", "ENTITLEMENT", "GRANT"})
    void a_value_cut_within_a_field_is_refused(Bucket bucket) {
        byte[] value = {0x12, 2, 'a', 'b', 0x1a, 4, 0x0a, 2, 'c', 'd'};
        for (int length = 1; length < value.length; length++) {
            if (length != 4) {
                ByteBuffer cut = ByteBuffer.wrap(value, 0, length);
                assertThatExceptionOfType(MalformedRecordException.class)
                        .as("%d bytes", length)
                        .isThrownBy(() -> scanner.scan(bucket, cut));
            }
        }
    }

    private List<String> scanned(Bucket bucket, ByteBuffer value, ByteBuffer primaryKey) {
        scanner.scan(bucket, value);
        List<String> rows = new ArrayList<>();
        for (Bucket index : Bucket.all()) {
            if (scanner.implies(index)) {
                ByteBuffer row = scanner.row(index, SYNC, primaryKey);
                rows.add(index + " " + HexFormat.of().formatHex(Keys.copy(row)));
            }
        }
        return rows;
    }

    private <M extends MessageLite> List<String> decoded(RecordType<M> type, byte[] value) {
        List<String> rows = new ArrayList<>();
        keys.indexRows(
                type,
                SYNC,
                type.decode(value),
                (index, row) -> rows.add(index + " " + HexFormat.of().formatHex(Keys.copy(row))));
        return rows;
    }

    /** Built by its parts, for ids of these records may be empty. */
    private <M extends MessageLite> ByteBuffer primaryKey(RecordType<M> type, byte[] value) {
        List<String> parts = new ArrayList<>();
        type.shape().identity(type.decode(value), new KeyParts() {
            @Override
            public KeyParts add(String field, String part) {
                parts.add(part);
                return this;
            }
        });
        return ByteBuffer.wrap(type.bucket().key(SYNC, parts.toArray(String[]::new)));
    }

    private static ByteBuffer padded(byte[] value) {
        return ByteBuffer.allocateDirect(value.length + 5)
                .put(3, value)
                .position(3)
                .limit(3 + value.length)
                .asReadOnlyBuffer();
    }
}
