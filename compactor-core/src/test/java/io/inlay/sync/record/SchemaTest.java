package io.inlay.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The field numbers are a file format: they never change. */
class SchemaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ResourceRef | string resource_type_id=1, string resource_id=2",
                "EntitlementRef | string resource_type_id=1, string resource_id=2, string entitlement_id=3",
                "PrincipalRef | string resource_type_id=1, string resource_id=2, string parent_resource_type_id=3,"
                        + " string parent_resource_id=4",
                "GrantExpandableRecord | string[] entitlement_ids=1, bool shallow=2, string[] resource_type_ids=3",
                "GrantSourceRecord | string resource_type_id=1, string resource_id=2, string entitlement_id=3,"
                        + " bool is_direct=4",
                "ResourceTypeRecord | string external_id=2, string display_name=3, string[] traits=4,"
                        + " Any[] annotations=5, Timestamp discovered_at=6, string description=7,"
                        + " bool sourced_externally=8",
                "ResourceRecord | string resource_type_id=2, string resource_id=3, string display_name=4,"
                        + " string description=5, ResourceRef parent=6, Any[] annotations=7, Timestamp discovered_at=8",
                "EntitlementRecord | string external_id=2, ResourceRef resource=3, string display_name=4,"
                        + " string description=5, string purpose=6, Any[] annotations=7, Timestamp discovered_at=8,"
                        + " string slug=9, string[] grantable_to_resource_type_ids=10",
                "GrantRecord | string external_id=2, EntitlementRef entitlement=3, PrincipalRef principal=4,"
                        + " Timestamp discovered_at=5, GrantExpandableRecord expansion=6, bool needs_expansion=7,"
                        + " Any[] annotations=8, map<string,GrantSourceRecord> sources=9",
                "AssetRecord | string sync_id=1, string external_id=2, string content_type=3, bytes data=4,"
                        + " Timestamp discovered_at=5",
                "SyncRunRecord | string sync_id=1, SyncType type=2, string parent_sync_id=3, Timestamp started_at=4,"
                        + " Timestamp ended_at=5, string sync_token=6, bool supports_diff=7, string linked_sync_id=8,"
                        + " bool compacted=9, SyncInput[] inputs=1000",
                "SyncInput | string sync_id=1, SyncType type=2, Timestamp started_at=3, Timestamp ended_at=4",
                "SyncStatsRecord | string sync_id=1, int64 resource_types=2, int64 resources=3, int64 entitlements=4,"
                        + " int64 grants=5, int64 assets=6, map<string,int64> resources_by_resource_type=7,"
                        + " map<string,int64> grants_by_entitlement_resource_type=8,"
                        + " map<string,int64> entitlements_by_resource_type=9, Timestamp written_at=100",
            })
    void a_message_has_exactly_these_fields(String message, String fields) {
        Descriptor descriptor = RecordsProto.getDescriptor().findMessageTypeByName(message);
        assertThat(descriptor.getFields().stream().map(SchemaTest::text)).containsExactly(fields.split(", "));
    }

    @Test
    void every_message_is_listed_above() {
        assertThat(RecordsProto.getDescriptor().getMessageTypes()).hasSize(13);
    }

    @ParameterizedTest
    @CsvSource({
        "ResourceTypeRecord, 1, sync_id",
        "ResourceRecord, 1 9 10 11 12 13,"
                + " sync_id profile status created_at source_scope_key icon_asset_external_id",
        "EntitlementRecord, 1 11, sync_id source_scope_key",
        "GrantRecord, 1 10, sync_id source_scope_key",
        "SyncRunRecord, 10 11 12, ingest_invariant_generation coverage mode",
        "SyncStatsRecord, 10 11 12 13, step_durations_ms connector_call_stats session_store_stats ingest_quality",
    })
    void numbers_and_names_in_use_elsewhere_are_reserved(String message, String numbers, String names) {
        DescriptorProto descriptor =
                RecordsProto.getDescriptor().findMessageTypeByName(message).toProto();
        assertThat(descriptor.getReservedRangeList().stream().map(r -> Integer.toString(r.getStart())))
                .containsExactly(numbers.split(" "));
        assertThat(descriptor.getReservedNameList()).containsExactly(names.split(" "));
    }

    @Test
    void the_types_of_syncs_have_their_numbers_and_words() {
        assertThat(Stream.of(SyncType.values())
                        .filter(t -> t != SyncType.UNRECOGNIZED)
                        .map(t -> t.getNumber() + SyncTypes.text(t)))
                .containsExactly("0", "1full", "2partial", "3resources_only", "4partial_upserts", "5partial_deletions");
        for (SyncType type : List.of(SyncType.values())) {
            if (type != SyncType.UNRECOGNIZED) {
                assertThat(SyncTypes.parse(SyncTypes.text(type))).isEqualTo(type);
            }
        }
        assertThat(Stream.of(SyncType.values()).filter(SyncTypes::isCompactable).map(SyncTypes::text))
                .containsExactly("full", "partial", "resources_only");
        assertThat(Stream.of(SyncType.values()).filter(SyncTypes::isDiff).map(SyncTypes::text))
                .containsExactly("partial_upserts", "partial_deletions");
        assertThat(SyncTypes.text(SyncType.UNRECOGNIZED)).isEqualTo("unrecognized");
    }

    @ParameterizedTest
    @CsvSource({"Full", "FULL", "unspecified", "unrecognized", "diff"})
    void an_unknown_word_is_refused_and_the_known_are_listed(String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyncTypes.parse(word))
                .withMessage("no sync type \"" + word
                        + "\", there are full, partial, resources_only, partial_upserts, partial_deletions");
    }

    private static String text(FieldDescriptor field) {
        String type;
        if (field.isMapField()) {
            type = "map<string," + type(field.getMessageType().findFieldByNumber(2)) + ">";
        } else {
            type = type(field) + (field.isRepeated() ? "[]" : "");
        }
        return type + " " + field.getName() + "=" + field.getNumber();
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getName();
            case ENUM -> field.getEnumType().getName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }
}
