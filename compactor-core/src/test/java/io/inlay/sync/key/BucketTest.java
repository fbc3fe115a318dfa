package io.inlay.sync.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BucketTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final SyncId SYNC = SyncId.parse("382ghhzNCiaOFvphZGpHFNH43Bh");
    private static final SyncId OTHER = SyncId.parse("0ujtsYcgvSTl8PAuAdqWYSMnLOv");
    private static final String S = "15ef4880616e63686f722d73796e632d30303031";

    // Written by hand: header, sync id, separator, then the elements with 00 as 0101 and 01 as 0102.
    private static final String E = "65" + "0101" + "31"; // "e", 00, "1"
    private static final String R = "0102" + "72"; // 01, "r"
    private static final String I = "69" + "0102" + "0101"; // "i", 01, 00
    private static final String P = "0101"; // 00
    private static final String Q = "71" + "0102"; // "q", 01
    private static final String G = "67" + "0101" + "0102" + "67"; // "g", 00, 01, "g"

    static Stream<Arguments> goldenKeys() {
        return Stream.of(
                golden(Bucket.RESOURCE_TYPE, "0301" + S + "00" + R, "\1r"),
                golden(Bucket.RESOURCE, "0302" + S + "00" + R + "00" + I, "\1r", "i\1\0"),
                golden(Bucket.ENTITLEMENT, "0303" + S + "00" + E, "e\0001"),
                golden(Bucket.GRANT, "0304" + S + "00" + G, "g\0\1g"),
                golden(Bucket.ASSET, "0305" + S + "00" + P, "\0"),
                golden(Bucket.SYNC_RUN, "0306" + S),
                golden(
                        Bucket.RESOURCE_BY_PARENT,
                        "030701" + S + "00" + P + "00" + Q + "00" + R + "00" + I,
                        "\0",
                        "q\1",
                        "\1r",
                        "i\1\0"),
                golden(
                        Bucket.ENTITLEMENT_BY_RESOURCE,
                        "030702" + S + "00" + R + "00" + I + "00" + E,
                        "\1r",
                        "i\1\0",
                        "e\0001"),
                golden(
                        Bucket.GRANT_BY_ENTITLEMENT,
                        "030703" + S + "00" + E + "00" + P + "00" + Q + "00" + G,
                        "e\0001",
                        "\0",
                        "q\1",
                        "g\0\1g"),
                golden(Bucket.GRANT_BY_PRINCIPAL, "030704" + S + "00" + P + "00" + Q + "00" + G, "\0", "q\1", "g\0\1g"),
                golden(Bucket.GRANT_BY_NEEDS_EXPANSION, "030705" + S + "00" + G, "g\0\1g"),
                golden(Bucket.GRANT_BY_PRINCIPAL_RESOURCE_TYPE, "030706" + S + "00" + P + "00" + G, "\0", "g\0\1g"),
                golden(
                        Bucket.GRANT_BY_ENTITLEMENT_RESOURCE,
                        "030707" + S + "00" + R + "00" + I + "00" + G,
                        "\1r",
                        "i\1\0",
                        "g\0\1g"),
                golden(Bucket.STATS, "03ff" + "7374617473" + "00" + S));
    }

    private static Arguments golden(Bucket bucket, String hex, String... elements) {
        return Arguments.of(bucket, hex, elements);
    }

    @ParameterizedTest
    @MethodSource("goldenKeys")
    void a_key_has_exactly_the_bytes_of_the_layout(Bucket bucket, String hex, String[] elements) {
        assertThat(HEX.formatHex(bucket.key(SYNC, elements))).isEqualTo(hex);
    }

    @ParameterizedTest
    @MethodSource("goldenKeys")
    void a_key_tells_bucket_sync_and_elements(Bucket bucket, String hex, String[] elements) {
        ByteBuffer key = framed(hex);
        bucket.check(key);
        assertThat(Bucket.of(key)).isEqualTo(bucket);
        assertThat(bucket.syncId(key)).isEqualTo(SYNC);
        int from = key.position() + bucket.tailOffset();
        for (String element : elements) {
            assertThat(Tuple.decode(key, from)).isEqualTo(element);
            from = Tuple.elementEnd(key, from) + 1;
        }
        assertThat(key.position()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("goldenKeys")
    void a_key_moves_to_another_sync_by_twenty_bytes(Bucket bucket, String hex, String[] elements) {
        byte[] moved = HEX.parseHex(hex);
        bucket.rekey(moved, OTHER);
        assertThat(moved).isEqualTo(bucket.key(OTHER, elements));
        KeyBuilder builder = new KeyBuilder();
        assertThat(builder.rekey(bucket, framed(hex), OTHER).toByteArray()).isEqualTo(moved);
        assertThat(builder.rekey(bucket, builder.asBuffer(), SYNC).toByteArray())
                .as("of the builder's own key")
                .isEqualTo(HEX.parseHex(hex));
    }

    @ParameterizedTest
    @MethodSource("goldenKeys")
    void W12_the_last_elements_of_an_index_key_make_the_primary_key(Bucket bucket, String hex, String[] elements) {
        Bucket primary = bucket.primary();
        String[] tail = Arrays.copyOfRange(elements, elements.length - primary.elements(), elements.length);
        ByteBuffer key = framed(hex);
        byte[] expected = primary.key(SYNC, tail);
        assertThat(new KeyBuilder().primaryOf(bucket, key).toByteArray()).isEqualTo(expected);
        byte[] found = new byte[key.limit() - bucket.primaryTail(key)];
        key.get(bucket.primaryTail(key), found);
        assertThat(found).isEqualTo(Arrays.copyOfRange(expected, primary.tailOffset(), expected.length));
    }

    @ParameterizedTest
    @MethodSource("goldenKeys")
    void every_truncation_of_a_key_is_found_or_is_a_shorter_last_element(Bucket bucket, String hex, String[] elements) {
        byte[] whole = HEX.parseHex(hex);
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer key = ByteBuffer.wrap(whole, 0, length);
            try {
                bucket.check(key);
                String last = elements[elements.length - 1];
                int separator = Tuple.lastElements(key, bucket.tailOffset(), 1);
                assertThat(last).startsWith(Tuple.decode(key, separator));
            } catch (MalformedKeyException e) {
                assertThat(e.offset()).isBetween(0, length);
            }
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThatExceptionOfType(MalformedKeyException.class)
                .as("one separator too many")
                .isThrownBy(() -> bucket.check(ByteBuffer.wrap(longer)));
    }

    @Test
    void the_fourteen_buckets_come_in_compaction_order() {
        assertThat(Bucket.all())
                .extracting(Bucket::label)
                .containsExactly(
                        "resource_type",
                        "resource",
                        "resource_by_parent",
                        "entitlement",
                        "entitlement_by_resource",
                        "grant",
                        "grant_by_entitlement",
                        "grant_by_entitlement_resource",
                        "grant_by_principal",
                        "grant_by_principal_resource_type",
                        "grant_by_needs_expansion",
                        "asset",
                        "sync_run",
                        "sync_stats_sidecar");
        assertThat(goldenKeys().map(a -> a.get()[0])).containsExactlyInAnyOrderElementsOf(Bucket.all());
    }

    @Test
    void no_header_is_a_prefix_of_another_nor_of_the_layout_key() {
        for (Bucket a : Bucket.all()) {
            assertThat(a.header()).startsWith(Keyspace.prefix());
            assertThat(startsWith(Keyspace.layoutKey(), a.header())).as("%s", a).isFalse();
            for (Bucket b : Bucket.all()) {
                assertThat(startsWith(a.header(), b.header())).isEqualTo(a == b);
            }
        }
        assertThat(HEX.formatHex(Keyspace.layoutKey())).isEqualTo("03ff6c61796f7574");
        assertThat(HEX.formatHex(Keyspace.layoutValue(1))).isEqualTo("00000001");
        assertThat(HEX.formatHex(Keyspace.layoutValue(0x01020304))).isEqualTo("01020304");
        assertThat(Bucket.of(ByteBuffer.wrap(Keyspace.layoutKey()))).isNull();
        assertThat(Bucket.of(ByteBuffer.allocate(0))).isNull();
    }

    @Test
    void indexes_know_their_primary_and_back() {
        assertThat(Bucket.RESOURCE.indexes()).containsExactly(Bucket.RESOURCE_BY_PARENT);
        assertThat(Bucket.ENTITLEMENT.indexes()).containsExactly(Bucket.ENTITLEMENT_BY_RESOURCE);
        assertThat(Bucket.GRANT.indexes())
                .hasSize(5)
                .allMatch(Bucket::isIndex)
                .allMatch(b -> b.primary() == Bucket.GRANT);
        assertThat(Stream.of(Bucket.values()).filter(Bucket::isIndex)).hasSize(7);
        assertThat(Bucket.GRANT_BY_PRINCIPAL.indexes()).isEmpty();
        assertThat(Bucket.STATS.primary()).isEqualTo(Bucket.STATS);
    }

    @Test
    void a_prefix_by_sync_has_no_separator_and_one_by_value_has_one() {
        assertThat(HEX.formatHex(Bucket.GRANT.prefix(SYNC))).isEqualTo("0304" + S);
        assertThat(HEX.formatHex(Bucket.SYNC_RUN.prefix(SYNC))).isEqualTo("0306" + S);
        assertThat(HEX.formatHex(Bucket.STATS.prefix(SYNC))).isEqualTo("03ff737461747300" + S);
        assertThat(HEX.formatHex(Bucket.SYNC_RUN.header())).isEqualTo("0306");
        assertThat(HEX.formatHex(Bucket.GRANT_BY_ENTITLEMENT.prefix(SYNC, "e\0001")))
                .isEqualTo("030703" + S + "00" + E + "00");
        assertThat(HEX.formatHex(Bucket.GRANT_BY_ENTITLEMENT.prefix(SYNC, "e\0001", "\0", "q\1")))
                .isEqualTo("030703" + S + "00" + E + "00" + P + "00" + Q + "00");
        assertThat(HEX.formatHex(Bucket.RESOURCE_BY_PARENT.prefix(SYNC, "", "")))
                .isEqualTo("030701" + S + "000000");
    }

    @Test
    void K14_a_value_is_never_taken_for_the_beginning_of_another() {
        byte[] prefix = Bucket.GRANT_BY_ENTITLEMENT.prefix(SYNC, "ent");
        for (String other : List.of("entitlement-1", "ent\0", "ent\1", "en", "", "ent\uFFFF")) {
            byte[] key = Bucket.GRANT_BY_ENTITLEMENT.key(SYNC, other, "user", "alice", "g");
            assertThat(startsWith(key, prefix)).as(other).isFalse();
        }
        assertThat(startsWith(Bucket.GRANT_BY_ENTITLEMENT.key(SYNC, "ent", "", "", ""), prefix))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Bucket.class)
    void a_wrong_number_of_elements_is_refused(Bucket bucket) {
        String[] many = new String[bucket.elements() + 1];
        Arrays.fill(many, "x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bucket.key(SYNC, many))
                .withMessage("a %s key has %d elements, not %d", bucket.label(), bucket.elements(), many.length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bucket.prefix(SYNC, many))
                .withMessageContaining("fewer than " + bucket.elements());
    }

    @Test
    void a_key_of_another_bucket_is_refused() {
        byte[] grant = Bucket.GRANT.key(SYNC, "g");
        assertThatExceptionOfType(MalformedKeyException.class)
                .isThrownBy(() -> Bucket.ASSET.syncId(ByteBuffer.wrap(grant)))
                .withMessageContaining("asset key 0304" + S + "0067 does not start with 0305");
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> Bucket.ASSET.rekey(grant, OTHER));
        assertThatExceptionOfType(MalformedKeyException.class)
                .isThrownBy(() -> new KeyBuilder().rekey(Bucket.ASSET, ByteBuffer.wrap(grant), OTHER));
        assertThatExceptionOfType(MalformedKeyException.class)
                .isThrownBy(() -> Bucket.GRANT.syncId(ByteBuffer.wrap(grant, 0, 21)))
                .withMessageContaining("ends within its sync id");
    }

    @Test
    void a_builder_grows_and_lends_what_it_holds() {
        KeyBuilder key = new KeyBuilder();
        assertThat(key.size()).isZero();
        String longId = "\0".repeat(2048);
        for (int round = 0; round < 2; round++) {
            key.start(Bucket.GRANT_BY_ENTITLEMENT, SYNC);
            key.element(longId).element(longId).element(longId).element(longId);
            assertThat(key.size()).isEqualTo(3 + 20 + 4 * (1 + 2 * 2048));
            assertThat(key.asBuffer()).isEqualTo(ByteBuffer.wrap(key.toByteArray()));
            key.start(Bucket.SYNC_RUN, SYNC);
            assertThat(key.asBuffer()).isEqualTo(ByteBuffer.wrap(Bucket.SYNC_RUN.key(SYNC)));
        }
    }

    @Test
    void a_key_is_shown_in_words() {
        assertThat(KeyText.of(Bucket.GRANT_BY_PRINCIPAL.key(SYNC, "user", "al\"i\u001b", "g1")))
                .isEqualTo("grant_by_principal 382ghhzNCiaOFvphZGpHFNH43Bh (\"user\", \"al\\\"i\\u001b\", \"g1\")");
        assertThat(KeyText.of(Bucket.STATS.key(SYNC))).isEqualTo("sync_stats_sidecar 382ghhzNCiaOFvphZGpHFNH43Bh");
        assertThat(KeyText.of(HEX.parseHex("0304aa"))).isEqualTo("grant 0304aa");
        assertThat(KeyText.of(Keyspace.layoutKey())).isEqualTo("03ff6c61796f7574");
        assertThat(KeyText.of(Bucket.GRANT.key(SYNC, "x".repeat(1000))))
                .hasSizeLessThan(150)
                .endsWith("…\")");
    }

    private static ByteBuffer framed(String hex) {
        return ByteBuffer.wrap(HEX.parseHex("ffff00" + hex + "00ff"))
                .position(3)
                .limit(3 + hex.length() / 2)
                .asReadOnlyBuffer();
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
