package io.inlay.sync.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncIdTest {
    private static final HexFormat HEX = HexFormat.of();

    // The first three are from the sync store's and KSUID's specifications, the others are 0, 61, 62 and 2^160 - 2.
    @ParameterizedTest
    @CsvSource({
        "382ghhzNCiaOFvphZGpHFNH43Bh, 15ef4880616e63686f722d73796e632d30303031",
        "aWgEPTl1tmebfsQzFP4bxwgy80V, ffffffffffffffffffffffffffffffffffffffff",
        "0ujtsYcgvSTl8PAuAdqWYSMnLOv, 0669f7efb5a1cd34b5f99d1154fb6853345c9735",
        "000000000000000000000000000, 0000000000000000000000000000000000000000",
        "00000000000000000000000000z, 000000000000000000000000000000000000003d",
        "000000000000000000000000010, 000000000000000000000000000000000000003e",
        "aWgEPTl1tmebfsQzFP4bxwgy80U, fffffffffffffffffffffffffffffffffffffffe",
    })
    void text_and_bytes_of_known_ids(String text, String hex) {
        SyncId id = SyncId.parse(text);
        assertThat(HEX.formatHex(id.toByteArray())).isEqualTo(hex);
        assertThat(id).hasToString(text);
        assertThat(SyncId.ofBytes(HEX.parseHex(hex))).isEqualTo(id).hasSameHashCodeAs(id);
    }

    @Test
    void time_and_payload_are_those_it_was_made_of() {
        byte[] payload = "anchor-sync-0001".getBytes(StandardCharsets.US_ASCII);
        SyncId id = SyncId.of(Instant.parse("2026-01-01T00:00:00.999Z"), payload);
        assertThat(id.instant()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(id.payload()).isEqualTo(payload);
        assertThat(SyncId.of(Instant.parse("2014-05-13T16:53:20Z"), new byte[16]))
                .hasToString("000000000000000000000000000");
        byte[] ones = new byte[16];
        Arrays.fill(ones, (byte) 0xFF);
        assertThat(SyncId.of(Instant.parse("2150-06-19T23:21:35Z"), ones)).hasToString(SyncId.GREATEST_TEXT);
        assertThat(SyncId.parse(SyncId.GREATEST_TEXT).instant()).isEqualTo("2150-06-19T23:21:35Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2014-05-13T16:53:19Z", "2150-06-19T23:21:36Z", "+1000000-01-01T00:00:00Z"})
    void a_time_outside_the_range_is_refused(String time) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyncId.of(Instant.parse(time), new byte[16]))
                .withMessageContaining("outside 2014-05-13T16:53:20Z to 2150-06-19T23:21:35Z");
    }

    @Test
    void a_payload_of_another_length_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyncId.of(Instant.parse("2026-01-01T00:00:00Z"), new byte[15]))
                .withMessage("sync id payload has 15 bytes, must have 16");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | sync id \"\" has 0 characters, must have 27",
                "382ghhzNCiaOFvphZGpHFNH43B | has 26 characters, must have 27",
                "382ghhzNCiaOFvphZGpHFNH43Bhh | has 28 characters, must have 27",
                "382ghhzNCi-OFvphZGpHFNH43Bh | holds \"-\" at index 10, only 0-9, A-Z and a-z are allowed",
                "382ghhzNCiäOFvphZGpHFNH43Bh | holds \"ä\" at index 10",
                "aWgEPTl1tmebfsQzFP4bxwgy80W | is above the greatest id, aWgEPTl1tmebfsQzFP4bxwgy80V",
                "zzzzzzzzzzzzzzzzzzzzzzzzzzz | is above the greatest id",
            })
    void a_malformed_text_is_refused_and_the_message_tells_why(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyncId.parse(text))
                .withMessageContaining(why);
    }

    @Test
    void a_message_shows_control_characters_escaped_and_long_texts_cut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyncId.parse("382ghhz\u001bCiaOFvphZGpHFNH43Bh"))
                .withMessageContaining("\\u001b")
                .withMessageNotContaining("\u001b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyncId.parse("x".repeat(1 << 20)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void K01_random_ids_survive_text_and_bytes() {
        for (int i = 0; i < 16; i++) {
            SyncId id = SyncId.random(Instant.ofEpochSecond(1_700_000_000L + i));
            assertThat(id.toByteArray()).hasSize(20);
            assertThat(SyncId.parse(id.toString())).isEqualTo(id);
            assertThat(SyncId.ofBytes(id.toByteArray())).isEqualTo(id);
        }
    }

    @Test
    void K03_order_of_ids_texts_and_bytes_is_one() {
        List<SyncId> ids = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[20];
            random.nextBytes(bytes);
            if (i % 3 == 0) {
                Arrays.fill(bytes, 0, 8, (byte) 0x7F);
            }
            ids.add(SyncId.ofBytes(bytes));
        }
        for (SyncId a : ids) {
            for (SyncId b : ids) {
                int order = Integer.signum(a.compareTo(b));
                assertThat(Integer.signum(a.toString().compareTo(b.toString()))).isEqualTo(order);
                assertThat(Integer.signum(Arrays.compareUnsigned(a.toByteArray(), b.toByteArray())))
                        .isEqualTo(order);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 21, 100})
    void K04_another_number_of_bytes_is_no_id(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyncId.ofBytes(new byte[length]))
                .withMessage("sync id has " + length + " bytes, must have 20");
    }

    @Test
    void bytes_are_read_and_written_in_place() {
        SyncId id = SyncId.parse("382ghhzNCiaOFvphZGpHFNH43Bh");
        byte[] array = new byte[24];
        id.writeTo(array, 3);
        assertThat(SyncId.ofBytes(array, 3)).isEqualTo(id);
        ByteBuffer buffer = ByteBuffer.wrap(array);
        assertThat(SyncId.ofBytes(buffer, 3)).isEqualTo(id);
        assertThat(id.isAt(buffer, 3)).isTrue();
        assertThat(id.isAt(buffer, 2)).isFalse();
        assertThat(buffer.position()).isZero();
        id.writeTo(buffer);
        assertThat(buffer.position()).isEqualTo(20);
        assertThat(SyncId.ofBytes(array, 0)).isEqualTo(id);
        assertThatThrownBy(() -> SyncId.ofBytes(array, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SyncId.ofBytes(buffer, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
