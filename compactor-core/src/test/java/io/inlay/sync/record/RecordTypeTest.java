package io.inlay.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTypeTest {
    private static final SyncId SYNC = SyncId.parse("382ghhzNCiaOFvphZGpHFNH43Bh");
    private static final SyncId OTHER = SyncId.parse("0ujtsYcgvSTl8PAuAdqWYSMnLOv");

    @ParameterizedTest
    @EnumSource(Bucket.class)
    void every_bucket_has_its_kind_of_record(Bucket bucket) {
        assertThat(RecordType.of(bucket).bucket()).isEqualTo(bucket.primary());
        assertThat(RecordType.all()).hasSize(7).contains(RecordType.of(bucket));
        assertThat(RecordType.of(bucket)).hasToString(bucket.primary().label());
    }

    // Written by hand from the field numbers: tag, length, content.
    @Test
    void a_grant_has_exactly_the_bytes_of_the_format() {
        GrantRecord grant = GrantRecord.newBuilder()
                .putSources("f", GrantSourceRecord.getDefaultInstance())
                .putSources(
                        "e", GrantSourceRecord.newBuilder().setIsDirect(true).build())
                .addAnnotations(Any.newBuilder().setTypeUrl("t").setValue(ByteString.copyFromUtf8("v")))
                .setNeedsExpansion(true)
                .setExpansion(GrantExpandableRecord.newBuilder()
                        .addEntitlementIds("x")
                        .setShallow(true))
                .setDiscoveredAt(Timestamp.newBuilder().setSeconds(300).setNanos(7))
                .setPrincipal(PrincipalRef.newBuilder().setResourceTypeId("u").setResourceId("a"))
                .setEntitlement(EntitlementRef.newBuilder()
                        .setResourceTypeId("r")
                        .setResourceId("i")
                        .setEntitlementId("e"))
                .setExternalId("g")
                .build();
        assertThat(HexFormat.of().formatHex(RecordType.GRANT.encode(grant)))
                .isEqualTo(
                        "120167" // 2: "g"
                                + "1a09" + "0a0172" + "120169" + "1a0165" // 3: { "r", "i", "e" }
                                + "2206" + "0a0175" + "120161" // 4: { "u", "a" }
                                + "2a05" + "08ac02" + "1007" // 5: { 300, 7 }
                                + "3205" + "0a0178" + "1001" // 6: { ["x"], true }
                                + "3801" // 7: true
                                + "4206" + "0a0174" + "120176" // 8: [{ "t", "v" }]
                                + "4a07" + "0a0165" + "1202" + "2001" // 9: { "e": { true }
                                + "4a05" + "0a0166" + "1200"); //      "f": {} }
    }

    @Test
    void the_order_of_map_entries_does_not_show_in_the_bytes() {
        GrantRecord.Builder up = GrantRecord.newBuilder();
        GrantRecord.Builder down = GrantRecord.newBuilder();
        for (int i = 0; i < 100; i++) {
            up.putSources("e" + i, GrantSourceRecord.getDefaultInstance());
            down.putSources("e" + (99 - i), GrantSourceRecord.getDefaultInstance());
        }
        assertThat(RecordType.GRANT.encode(up.build())).isEqualTo(RecordType.GRANT.encode(down.build()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Bucket.class,
            names = {"RESOURCE_TYPE", "RESOURCE", "ENTITLEMENT", "GRANT", "ASSET"})
    void records_survive_and_their_unknown_fields_with_them(Bucket bucket) {
        RandomRecords records = new RandomRecords(5);
        int unknown = 0;
        for (int i = 0; i < 300; i++) {
            Message record = records.record(bucket);
            unknown += record.getUnknownFields().asMap().size();
            assertSurvives(RecordType.of(bucket), record.toByteArray(), record);
        }
        if (bucket != Bucket.ASSET) {
            assertThat(unknown).isPositive();
        }
    }

    @Test
    void a_field_of_the_older_format_survives_as_an_unknown_one() {
        UnknownFieldSet syncId = UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(SYNC.toString()))
                                .build())
                .build();
        GrantRecord grant = GrantRecord.newBuilder()
                .setExternalId("g")
                .setUnknownFields(syncId)
                .build();
        assertThat(RecordType.GRANT.decode(RecordType.GRANT.encode(grant)).getUnknownFields())
                .isEqualTo(syncId);
    }

    @Test
    void a_decoded_record_keeps_nothing_of_the_buffer() {
        AssetRecord asset = AssetRecord.newBuilder()
                .setSyncId(SYNC.toString())
                .setExternalId("icon")
                .setData(ByteString.copyFromUtf8("data"))
                .build();
        byte[] bytes = RecordType.ASSET.encode(asset);
        ByteBuffer lent = ByteBuffer.allocateDirect(bytes.length + 4)
                .position(2)
                .put(bytes)
                .flip()
                .position(2);
        AssetRecord decoded = RecordType.ASSET.decode(lent.asReadOnlyBuffer());
        assertThat(lent.position()).isEqualTo(2);
        for (int i = 2; i < lent.limit(); i++) {
            lent.put(i, (byte) 0xFF);
        }
        assertThat(decoded).isEqualTo(asset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a", "120361", "1201ff", "2a0308", "07"})
    void L07_a_corrupt_value_is_an_error_never_an_empty_record(String hex) {
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> RecordType.GRANT.decode(HexFormat.of().parseHex(hex)))
                .withMessageStartingWith("malformed grant: ")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(MalformedRecordException.UNKNOWN));
    }

    @Test
    void an_empty_part_of_identity_is_refused_by_name() {
        assertRefused(
                RecordType.RESOURCE_TYPE,
                ResourceTypeRecord.getDefaultInstance(),
                "resource_type (\"\"): external_id is empty, and is part of the record's identity");
        assertRefused(
                RecordType.RESOURCE,
                ResourceRecord.newBuilder().setResourceTypeId("user").build(),
                "resource (\"user\", \"\"): resource_id is empty");
        assertRefused(
                RecordType.RESOURCE,
                ResourceRecord.newBuilder().setResourceId("alice").build(),
                "resource (\"\", \"alice\"): resource_type_id is empty");
        assertRefused(
                RecordType.ENTITLEMENT,
                EntitlementRecord.getDefaultInstance(),
                "entitlement (\"\"): external_id is empty");
        assertRefused(RecordType.GRANT, GrantRecord.getDefaultInstance(), "grant (\"\"): external_id is empty");
        assertRefused(
                RecordType.ASSET,
                AssetRecord.newBuilder().setSyncId(SYNC.toString()).build(),
                "asset (\"\"): external_id is empty");
    }

    @Test
    void a_sync_id_in_the_value_is_that_of_the_sync() {
        String why = "sync_id is \"" + OTHER + "\", but the record is for sync " + SYNC;
        AssetRecord asset = AssetRecord.newBuilder()
                .setSyncId(OTHER.toString())
                .setExternalId("a")
                .build();
        assertRefused(RecordType.ASSET, asset, "asset (\"a\"): " + why);
        RecordType.ASSET.check(OTHER, asset);
        SyncRunRecord run =
                SyncRunRecord.newBuilder().setSyncId(OTHER.toString()).build();
        assertRefused(RecordType.SYNC_RUN, run, "sync_run: " + why);
        assertRefused(
                RecordType.STATS,
                SyncStatsRecord.getDefaultInstance(),
                "sync_stats_sidecar: sync_id is \"\", but the record is for sync " + SYNC);
    }

    @Test
    void a_time_out_of_range_is_refused_in_every_field() {
        Timestamp bad = Timestamp.newBuilder().setNanos(1_000_000_000).build();
        String why = " time of 0 s and 1000000000 ns is outside";
        ResourceTypeRecord type = ResourceTypeRecord.newBuilder()
                .setExternalId("t")
                .setDiscoveredAt(bad)
                .build();
        assertRefused(RecordType.RESOURCE_TYPE, type, "discovered_at" + why);
        ResourceRecord resource = ResourceRecord.newBuilder()
                .setResourceTypeId("t")
                .setResourceId("i")
                .setDiscoveredAt(bad)
                .build();
        assertRefused(RecordType.RESOURCE, resource, "discovered_at" + why);
        EntitlementRecord entitlement = EntitlementRecord.newBuilder()
                .setExternalId("e")
                .setDiscoveredAt(bad)
                .build();
        assertRefused(RecordType.ENTITLEMENT, entitlement, "discovered_at" + why);
        GrantRecord grant =
                GrantRecord.newBuilder().setExternalId("g").setDiscoveredAt(bad).build();
        assertRefused(RecordType.GRANT, grant, "grant (\"g\"): discovered_at" + why);
        String sync = SYNC.toString();
        AssetRecord asset = AssetRecord.newBuilder()
                .setSyncId(sync)
                .setExternalId("a")
                .setDiscoveredAt(bad)
                .build();
        assertRefused(RecordType.ASSET, asset, "discovered_at" + why);
        SyncRunRecord.Builder run = SyncRunRecord.newBuilder().setSyncId(sync);
        assertRefused(RecordType.SYNC_RUN, run.clone().setStartedAt(bad).build(), "sync_run: started_at" + why);
        assertRefused(RecordType.SYNC_RUN, run.clone().setEndedAt(bad).build(), "ended_at" + why);
        SyncStatsRecord stats =
                SyncStatsRecord.newBuilder().setSyncId(sync).setWrittenAt(bad).build();
        assertRefused(RecordType.STATS, stats, "written_at" + why);
    }

    private static <M extends MessageLite> void assertRefused(RecordType<M> type, M record, String message) {
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> type.check(SYNC, record))
                .withMessageContaining(message);
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> new RecordKeys(1 << 15).primary(type, SYNC, record))
                .withMessageContaining(message);
    }

    private static <M extends MessageLite> void assertSurvives(RecordType<M> type, byte[] bytes, Message expected) {
        M decoded = type.decode(ByteBuffer.wrap(bytes));
        assertThat(decoded).isEqualTo(expected);
        byte[] encoded = type.encode(decoded);
        assertThat(type.decode(encoded)).isEqualTo(expected);
        assertThat(type.encode(type.decode(encoded))).isEqualTo(encoded);
    }
}
