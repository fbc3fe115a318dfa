package io.inlay.sync.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TupleTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] ALPHABET = {0, 1, 2, (byte) 0xFF};
    private static final SyncId SYNC = SyncId.parse("382ghhzNCiaOFvphZGpHFNH43Bh");

    // Unescaped and escaped, both in hex.
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "61, 61",
        "00, 0101",
        "01, 0102",
        "02, 02",
        "ff, ff",
        "0001, 01010102",
        "610062, 61010162",
        "0100ff02, 01020101ff02",
    })
    void an_element_is_escaped_byte_by_byte(String raw, String escaped) {
        byte[] tuple = tuple(HEX.parseHex(raw));
        assertThat(HEX.formatHex(tuple)).isEqualTo(escaped);
        assertThat(Tuple.decodeBytes(ByteBuffer.wrap(tuple), 0)).isEqualTo(HEX.parseHex(raw));
    }

    @ParameterizedTest
    @CsvSource({
        "'a', 61",
        "'é', c3a9",
        "'߿', dfbf",
        "'ࠀ', e0a080",
        "'\uFFFD', efbfbd",
        "'\uFFFF', efbfbf",
        "'\uD83D\uDE00', f09f9880",
        "'\uDBFF\uDFFF', f48fbfbf",
    })
    void text_is_written_as_utf_8(String text, String hex) {
        byte[] tuple = tuple(text);
        assertThat(HEX.formatHex(tuple)).isEqualTo(hex);
        assertThat(Tuple.decode(ByteBuffer.wrap(tuple), 0)).isEqualTo(text);
    }

    @Test
    void text_equals_the_jdks_utf_8_escaped_for_every_character() {
        StringBuilder every = new StringBuilder();
        for (int code = 0; code <= Character.MAX_CODE_POINT; code += code < 0x3000 ? 1 : 97) {
            if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
                every.appendCodePoint(code);
            }
        }
        String text = every.toString();
        byte[] tuple = tuple(text);
        assertThat(tuple).isEqualTo(tuple(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(Tuple.decode(ByteBuffer.wrap(tuple), 0)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
    void an_unpaired_surrogate_is_refused_and_leaves_the_key_as_it_was(int surrogate) {
        KeyBuilder key = new KeyBuilder().start(Bucket.GRANT, SYNC);
        byte[] before = key.toByteArray();
        for (String text : List.of("ab" + (char) surrogate, "ab" + (char) surrogate + "c")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> key.element(text))
                    .withMessageContaining(String.format("U+%04X at index 2 of %d", surrogate, text.length()));
            assertThat(key.toByteArray()).isEqualTo(before);
        }
    }

    @Test
    void K06_nine_tuples_have_one_separator_less_than_elements_and_survive() {
        List<String[]> tuples = List.of(
                new String[] {""},
                new String[] {"a"},
                new String[] {"", ""},
                new String[] {"", "a", ""},
                new String[] {"\0", "\1"},
                new String[] {"\0\0", "", "\1\1"},
                new String[] {"user", "alice", "grant-1"},
                new String[] {"\0\1\2", "a\0b", "a\1b", "\2"},
                new String[] {"日本", "\uD83D\uDE00\0", "é"});
        for (String[] elements : tuples) {
            ByteBuffer encoded = ByteBuffer.wrap(tuple(elements));
            int zeros = 0;
            for (byte b : encoded.array()) {
                zeros += b == 0 ? 1 : 0;
            }
            assertThat(zeros).isEqualTo(elements.length - 1);
            assertThat(Tuple.count(encoded, 0)).isEqualTo(elements.length);
            int from = 0;
            for (String element : elements) {
                assertThat(Tuple.decode(encoded, from)).isEqualTo(element);
                from = Tuple.elementEnd(encoded, from) + 1;
            }
            assertThat(from).isEqualTo(encoded.limit() + 1);
        }
    }

    @Test
    void K07_order_of_tuples_is_order_of_their_bytes() {
        Random random = new Random(7);
        List<byte[][]> tuples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            tuples.add(randomTuple(random, 1));
        }
        assertSameOrder(tuples);
    }

    @Test
    void order_of_tuples_holds_with_empty_elements_and_for_all_short_ones() {
        Random random = new Random(70);
        List<byte[][]> tuples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            tuples.add(randomTuple(random, 0));
        }
        for (byte a : ALPHABET) {
            tuples.add(new byte[][] {{a}});
            tuples.add(new byte[][] {{a}, {}});
            for (byte b : ALPHABET) {
                tuples.add(new byte[][] {{a, b}});
                tuples.add(new byte[][] {{a}, {b}});
                tuples.add(new byte[][] {{}, {a}, {b}});
            }
        }
        assertSameOrder(tuples);
    }

    // Offset counts from the buffer's position.
    @ParameterizedTest
    @CsvSource({
        "6101, 1, nothing",
        "01, 0, nothing",
        "610100, 1, nothing",
        "0103, 0, 03",
        "610161, 1, 61",
        "01ff, 0, ff"
    })
    void K12_a_foreign_escape_is_an_invalid_tuple(String hex, int offset, String found) {
        ByteBuffer key = ByteBuffer.wrap(HEX.parseHex("ffff" + hex)).position(2);
        assertThatExceptionOfType(MalformedKeyException.class)
                .isThrownBy(() -> Tuple.decodeBytes(key, 2))
                .withMessage("invalid tuple: 01 followed by " + found + ", expected 01 or 02")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "eda080", "f8", "c080"})
    void an_element_that_is_not_utf_8_is_malformed_as_text_only(String hex) {
        ByteBuffer key = ByteBuffer.wrap(HEX.parseHex(hex));
        assertThat(Tuple.decodeBytes(key, 0)).isEqualTo(HEX.parseHex(hex));
        assertThatExceptionOfType(MalformedKeyException.class)
                .isThrownBy(() -> Tuple.decode(key, 0))
                .withMessageContaining("not UTF-8");
    }

    @Test
    void the_last_elements_are_found_from_the_end() {
        Random random = new Random(12);
        for (int i = 0; i < 500; i++) {
            byte[][] elements = randomTuple(random, 0);
            byte[] encoded = tuple(elements);
            byte[] framed = ByteBuffer.allocate(encoded.length + 4)
                    .put((byte) 9)
                    .put((byte) 0)
                    .put(encoded)
                    .array();
            ByteBuffer key = ByteBuffer.wrap(framed).position(1).limit(encoded.length + 2);
            for (int last = 1; last <= elements.length; last++) {
                int start = Tuple.lastElements(key, 2, last);
                byte[][] tail = Arrays.copyOfRange(elements, elements.length - last, elements.length);
                assertThat(Arrays.copyOfRange(framed, start, key.limit())).isEqualTo(tuple(tail));
            }
            assertThatExceptionOfType(MalformedKeyException.class)
                    .isThrownBy(() -> Tuple.lastElements(key, 2, elements.length + 1))
                    .withMessageContaining(elements.length + " elements, expected at least " + (elements.length + 1));
        }
    }

    private static void assertSameOrder(List<byte[][]> tuples) {
        List<byte[]> encoded = tuples.stream().map(TupleTest::tuple).toList();
        for (int i = 0; i < tuples.size(); i++) {
            for (int j = 0; j < tuples.size(); j++) {
                int law = Integer.signum(Arrays.compare(tuples.get(i), tuples.get(j), Arrays::compareUnsigned));
                int bytes = Integer.signum(Arrays.compareUnsigned(encoded.get(i), encoded.get(j)));
                if (law != bytes) {
                    assertThat(bytes)
                            .as(HEX.formatHex(encoded.get(i)) + " " + HEX.formatHex(encoded.get(j)))
                            .isEqualTo(law);
                }
            }
        }
    }

    private static byte[][] randomTuple(Random random, int shortest) {
        byte[][] tuple = new byte[1 + random.nextInt(3)][];
        for (int i = 0; i < tuple.length; i++) {
            tuple[i] = new byte[shortest + random.nextInt(6 - shortest)];
            for (int j = 0; j < tuple[i].length; j++) {
                tuple[i][j] = ALPHABET[random.nextInt(ALPHABET.length)];
            }
        }
        return tuple;
    }

    private static byte[] tuple(byte[]... elements) {
        KeyBuilder key = new KeyBuilder().start(Bucket.GRANT, SYNC);
        for (byte[] element : elements) {
            key.element(element);
        }
        return afterSync(key);
    }

    private static byte[] tuple(String... elements) {
        KeyBuilder key = new KeyBuilder().start(Bucket.GRANT, SYNC);
        for (String element : elements) {
            key.element(element);
        }
        return afterSync(key);
    }

    private static byte[] afterSync(KeyBuilder key) {
        return Arrays.copyOfRange(key.toByteArray(), Bucket.GRANT.tailOffset(), key.size());
    }
}
