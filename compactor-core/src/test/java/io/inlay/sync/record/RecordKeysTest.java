package io.inlay.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyBuilder;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordKeysTest {
    private static final SyncId SYNC = SyncId.parse("382ghhzNCiaOFvphZGpHFNH43Bh");
    private static final String S = "15ef4880616e63686f722d73796e632d30303031";
    private static final int LIMIT = 1 << 15;

    private static final ResourceRecord RESOURCE = ResourceRecord.newBuilder()
            .setResourceTypeId("\1r")
            .setResourceId("i\1\0")
            .setParent(ResourceRef.newBuilder().setResourceTypeId("\0").setResourceId("q\1"))
            .build();
    private static final EntitlementRecord ENTITLEMENT = EntitlementRecord.newBuilder()
            .setExternalId("e\0001")
            .setResource(ResourceRef.newBuilder().setResourceTypeId("\1r").setResourceId("i\1\0"))
            .build();
    private static final GrantRecord GRANT = GrantRecord.newBuilder()
            .setExternalId("g\0\1g")
            .setEntitlement(EntitlementRef.newBuilder()
                    .setResourceTypeId("\1r")
                    .setResourceId("i\1\0")
                    .setEntitlementId("e\0001"))
            .setPrincipal(PrincipalRef.newBuilder().setResourceTypeId("\0").setResourceId("q\1"))
            .setNeedsExpansion(true)
            .build();

    private final RecordKeys keys = new RecordKeys(LIMIT);

    // Written by hand: header, sync id, then each element after a 00, with 00 as 0101 and 01 as 0102.
    @Test
    void a_resource_has_exactly_these_keys() {
        assertThat(primary(RecordType.RESOURCE, RESOURCE))
                .isEqualTo("0302" + S + "00" + "010272" + "00" + "6901020101");
        assertThat(indexRows(RecordType.RESOURCE, RESOURCE))
                .containsExactly(
                        "030701" + S + "00" + "0101" + "00" + "710102" + "00" + "010272" + "00" + "6901020101");
    }

    @Test
    void an_entitlement_has_exactly_these_keys() {
        assertThat(primary(RecordType.ENTITLEMENT, ENTITLEMENT)).isEqualTo("0303" + S + "00" + "65010131");
        assertThat(indexRows(RecordType.ENTITLEMENT, ENTITLEMENT))
                .containsExactly("030702" + S + "00" + "010272" + "00" + "6901020101" + "00" + "65010131");
    }

    @Test
    void a_grant_has_exactly_these_keys() {
        assertThat(primary(RecordType.GRANT, GRANT)).isEqualTo("0304" + S + "00" + "670101010267");
        assertThat(indexRows(RecordType.GRANT, GRANT))
                .containsExactly(
                        "030703" + S + "00" + "65010131" + "00" + "0101" + "00" + "710102" + "00" + "670101010267",
                        "030707" + S + "00" + "010272" + "00" + "6901020101" + "00" + "670101010267",
                        "030704" + S + "00" + "0101" + "00" + "710102" + "00" + "670101010267",
                        "030706" + S + "00" + "0101" + "00" + "670101010267",
                        "030705" + S + "00" + "670101010267");
    }

    @Test
    void records_without_index_have_these_keys() {
        String sync = SYNC.toString();
        ResourceTypeRecord type =
                ResourceTypeRecord.newBuilder().setExternalId("\1r").build();
        AssetRecord asset =
                AssetRecord.newBuilder().setSyncId(sync).setExternalId("\0").build();
        SyncRunRecord run = SyncRunRecord.newBuilder().setSyncId(sync).build();
        SyncStatsRecord stats = SyncStatsRecord.newBuilder().setSyncId(sync).build();
        assertThat(primary(RecordType.RESOURCE_TYPE, type)).isEqualTo("0301" + S + "00" + "010272");
        assertThat(primary(RecordType.ASSET, asset)).isEqualTo("0305" + S + "00" + "0101");
        assertThat(primary(RecordType.SYNC_RUN, run)).isEqualTo("0306" + S);
        assertThat(primary(RecordType.STATS, stats)).isEqualTo("03ff" + "7374617473" + "00" + S);
        assertThat(indexRows(RecordType.RESOURCE_TYPE, type)).isEmpty();
        assertThat(indexRows(RecordType.ASSET, asset)).isEmpty();
        assertThat(indexRows(RecordType.SYNC_RUN, run)).isEmpty();
        assertThat(indexRows(RecordType.STATS, stats)).isEmpty();
    }

    // What of entitlement ("-" absent, else type/id/entitlement), of principal (type/id), the flag, the indexes.
    @ParameterizedTest
    @CsvSource({
        "-, -, false, ''",
        "-, -, true, 05",
        "//, -, false, ''",
        "//, /, false, 03 04 06",
        "-, /, false, 04 06",
        "-, u/a, false, 04 06",
        "r/i/e, -, false, 07",
        "/i/, -, false, 07",
        "r//e, -, false, ''",
        "r//e, u/a, false, 03 04 06",
        "r/i/e, u/a, false, 03 07 04 06",
        "r/i/e, u/a, true, 03 07 04 06 05",
    })
    void a_grant_is_in_an_index_when_its_fields_are_there(
            String entitlement, String principal, boolean needsExpansion, String expected) {
        GrantRecord.Builder grant = GrantRecord.newBuilder().setExternalId("g").setNeedsExpansion(needsExpansion);
        if (!entitlement.equals("-")) {
            String[] parts = entitlement.split("/", -1);
            grant.getEntitlementBuilder()
                    .setResourceTypeId(parts[0])
                    .setResourceId(parts[1])
                    .setEntitlementId(parts[2]);
        }
        if (!principal.equals("-")) {
            String[] parts = principal.split("/", -1);
            grant.getPrincipalBuilder().setResourceTypeId(parts[0]).setResourceId(parts[1]);
        }
        assertThat(indexBytes(RecordType.GRANT, grant.build())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-, ''", "/, ''", "t/, ''", "/i, 01", "t/i, 01"})
    void a_resource_is_in_its_index_when_its_parent_has_an_id(String parent, String expected) {
        ResourceRecord.Builder resource =
                ResourceRecord.newBuilder().setResourceTypeId("t").setResourceId("r");
        EntitlementRecord.Builder entitlement = EntitlementRecord.newBuilder().setExternalId("e");
        if (!parent.equals("-")) {
            String[] parts = parent.split("/", -1);
            resource.getParentBuilder().setResourceTypeId(parts[0]).setResourceId(parts[1]);
            entitlement.setResource(resource.getParent());
        }
        assertThat(indexBytes(RecordType.RESOURCE, resource.build())).isEqualTo(expected);
        assertThat(indexBytes(RecordType.ENTITLEMENT, entitlement.build())).isEqualTo(expected.replace('1', '2'));
    }

    @Test
    void R27_every_key_lies_in_one_of_the_fourteen_ranges_and_every_index_is_used() {
        Set<Bucket> used = EnumSet.noneOf(Bucket.class);
        IndexRows sink = (index, key) -> {
            index.check(key);
            assertThat(Bucket.of(key)).isEqualTo(index);
            used.add(index);
        };
        keys.indexRows(RecordType.RESOURCE, SYNC, RESOURCE, sink);
        keys.indexRows(RecordType.ENTITLEMENT, SYNC, ENTITLEMENT, sink);
        keys.indexRows(RecordType.GRANT, SYNC, GRANT, sink);
        assertThat(used)
                .isEqualTo(EnumSet.copyOf(
                        Bucket.all().stream().filter(Bucket::isIndex).toList()));
    }

    @Test
    void W12_every_index_row_of_random_records_leads_back_to_the_record() {
        RandomRecords records = new RandomRecords(6);
        for (int i = 0; i < 2_000; i++) {
            leadsBack(RecordType.RESOURCE, records.resource());
            leadsBack(RecordType.ENTITLEMENT, records.entitlement());
            leadsBack(RecordType.GRANT, records.grant());
        }
    }

    @Test
    void K15_ids_of_two_kibibytes_are_taken_in_all_positions() {
        String id = "\0".repeat(2048);
        GrantRecord grant = GrantRecord.newBuilder()
                .setExternalId(id)
                .setEntitlement(EntitlementRef.newBuilder()
                        .setResourceTypeId(id)
                        .setResourceId(id)
                        .setEntitlementId(id))
                .setPrincipal(PrincipalRef.newBuilder().setResourceTypeId(id).setResourceId(id))
                .setNeedsExpansion(true)
                .build();
        leadsBack(RecordType.GRANT, grant);
        assertThat(indexRows(RecordType.GRANT, grant)).hasSize(5);
    }

    @Test
    void a_key_as_long_as_the_limit_is_taken_and_a_longer_one_refused_by_name() {
        GrantRecord fits =
                GrantRecord.newBuilder().setExternalId("g".repeat(LIMIT - 23)).build();
        assertThat(keys.primary(RecordType.GRANT, SYNC, fits).remaining()).isEqualTo(LIMIT);
        GrantRecord tooLong =
                fits.toBuilder().setExternalId(fits.getExternalId() + "g").build();
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> keys.primary(RecordType.GRANT, SYNC, tooLong))
                .withMessage("grant (\"" + "g".repeat(80) + "…\"): its grant key has 32769 bytes, the limit is 32768");
        GrantRecord tooLongInIndex = fits.toBuilder()
                .setPrincipal(PrincipalRef.newBuilder().setResourceTypeId("u"))
                .build();
        List<Bucket> given = new ArrayList<>();
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(
                        () -> keys.indexRows(RecordType.GRANT, SYNC, tooLongInIndex, (index, key) -> given.add(index)))
                .withMessageContaining("its grant_by_principal key has 32772 bytes, the limit is 32768");
        assertThat(given).isEmpty();
    }

    @Test
    void a_text_without_utf_8_is_refused_by_name() {
        GrantRecord bad = GrantRecord.newBuilder().setExternalId("g\uD800").build();
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> keys.primary(RecordType.GRANT, SYNC, bad))
                .withMessage(
                        "grant (\"g\\ud800\"): external_id cannot be part of a key: text holds an unpaired surrogate,"
                                + " U+D800 at index 1 of 2, and has no UTF-8 form");
        GrantRecord badRef = GrantRecord.newBuilder()
                .setExternalId("g")
                .setPrincipal(PrincipalRef.newBuilder().setResourceId("\uDFFF"))
                .build();
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> keys.indexRows(RecordType.GRANT, SYNC, badRef, (index, key) -> {}))
                .withMessageContaining("principal.resource_id cannot be part of a key");
    }

    private <M extends Message> void leadsBack(RecordType<M> type, M record) {
        String[] identity = new String[type.bucket().elements()];
        int[] size = {0};
        type.shape().identity(record, new KeyParts() {
            @Override
            public KeyParts add(String field, String value) {
                identity[size[0]++] = value;
                return this;
            }
        });
        byte[] expected = type.bucket().key(SYNC, identity);
        KeyBuilder found = new KeyBuilder();
        keys.indexRows(type, SYNC, record, (index, key) -> {
            assertThat(index.primary()).isEqualTo(type.bucket());
            assertThat(found.primaryOf(index, key).toByteArray()).isEqualTo(expected);
        });
    }

    private <M extends MessageLite> String primary(RecordType<M> type, M record) {
        return hex(keys.primary(type, SYNC, record));
    }

    private <M extends MessageLite> List<String> indexRows(RecordType<M> type, M record) {
        List<String> rows = new ArrayList<>();
        keys.indexRows(type, SYNC, record, (index, key) -> rows.add(hex(key)));
        return rows;
    }

    /** The third bytes of the index keys, which tell the indexes. */
    private <M extends MessageLite> String indexBytes(RecordType<M> type, M record) {
        return String.join(
                " ",
                indexRows(type, record).stream().map(k -> k.substring(4, 6)).toList());
    }

    private static String hex(ByteBuffer key) {
        byte[] bytes = new byte[key.remaining()];
        key.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
