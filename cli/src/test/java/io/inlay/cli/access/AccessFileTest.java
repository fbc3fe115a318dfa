package io.inlay.cli.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFileTest {
    private static final String HEADER = "#sync\t4622025a434526060a146dd039086265ed5dba2a\t2021-11-15T12:37:40+00:00\n";

    @TempDir
    Path directory;

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("rows.tsv"), content);
    }

    private static List<AccessRow> read(Path file) throws IOException {
        List<AccessRow> rows = new ArrayList<>();
        try (AccessFile in = AccessFile.open(file)) {
            for (AccessRow row = in.next(); row != null; row = in.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void reads_plain_and_compressed_files_alike() throws IOException {
        String text = HEADER + "T\trole\nR\trole\tzoë\nE\trole\tzoë\tuse\nG\trole\tzoë\tuse\tuser\tann\n";
        List<AccessRow> plain = read(file(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(plain).hasSize(4);
        assertThat(plain.get(3).fields()).containsExactly("role", "zoë", "use", "user", "ann");
        assertThat(plain.get(3).line()).isEqualTo(5);
        assertThat(read(file(gzip(text)))).isEqualTo(plain);
    }

    @Test
    void reads_the_header() throws IOException {
        try (AccessFile in = AccessFile.open(file(HEADER.getBytes(StandardCharsets.UTF_8)))) {
            assertThat(in.header().time()).isEqualTo(Instant.parse("2021-11-15T12:37:40Z"));
            assertThat(AccessIds.syncId(in.header()).payload()).hasSize(16).startsWith(0x46, 0x22, 0x02, 0x5a);
        }
    }

    @Test
    void names_file_line_and_what_was_expected() throws IOException {
        assertProblem("", "line 1", "expected the header #sync", "the end of the file");
        assertProblem("T\trole\n", "line 1", "expected the header #sync");
        assertProblem(
                HEADER.replace("2021-11-15T12:37:40+00:00", "yesterday"), "line 1", "expected a time", "yesterday");
        assertProblem(HEADER + "T\trole\nX\ta\n", "line 3", "starts with T, R, E or G", "X\\u0009a");
        assertProblem(HEADER + "G\ta\tb\n", "line 2", "expected G<TAB>type<TAB>id<TAB>entitlement", "found 3 columns");
        assertProblem(HEADER + "R\ta\t\n", "line 2", "without empty columns");
        assertProblem(HEADER + "T\trole", "line 2", "does not end with a line feed");
        assertProblem(HEADER + "T\trole\r\n", "line 2", "CR LF");
        assertProblem(HEADER + "T\t" + "x".repeat(1 << 20) + "\n", "line 2", "longer than 65536 bytes");
    }

    private void assertProblem(String text, String... parts) throws IOException {
        Path file = file(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(AccessDataException.class)
                .hasMessageContaining("rows.tsv")
                .hasMessageContainingAll(parts);
    }

    @Test
    void text_that_is_not_utf8_is_refused() throws IOException {
        byte[] bytes = (HEADER + "T\tro?e\n").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 3] = (byte) 0xff;
        Path file = file(bytes);
        assertThatThrownBy(() -> read(file)).hasMessageContaining("line 2: the line is not UTF-8");
    }

    @Test
    void compressed_data_cut_anywhere_is_never_a_shorter_file() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 300; i++) {
            text.append("R\trole\tr").append(i * 7919 % 1000).append('\n');
        }
        byte[] whole = gzip(text.toString());
        for (int length = 0; length < whole.length; length++) {
            Path file = file(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(file)).as("cut at %d", length).isInstanceOf(AccessDataException.class);
        }
    }

    @Test
    void ids_of_different_parts_differ() {
        assertThat(AccessIds.join("a", "b:c", "100%")).isEqualTo("a:b%3Ac:100%25");
        assertThat(AccessIds.join("a:b", "c")).isNotEqualTo(AccessIds.join("a", "b:c"));
        assertThat(AccessIds.join("a%3Ab")).isNotEqualTo(AccessIds.join("a:b"));
    }

    @Test
    void the_organisation_is_whole_unique_and_changes() {
        List<Set<List<String>>> versions = new ArrayList<>();
        for (int version = 1; version <= Organisation.VERSIONS; version++) {
            Set<List<String>> grants = new HashSet<>();
            Set<List<String>> others = new HashSet<>();
            try (Organisation rows = Organisation.at(version)) {
                for (AccessRow row = rows.next(); row != null; row = rows.next()) {
                    if (row.kind() == AccessRow.Kind.GRANT) {
                        assertThat(grants.add(row.fields())).isTrue();
                        assertThat(others)
                                .contains(
                                        row.fields().subList(0, 3), row.fields().subList(3, 5));
                    } else {
                        assertThat(others.add(row.fields())).isTrue();
                    }
                }
            }
            assertThat(grants.size()).isBetween(20_000, 60_000);
            versions.add(grants);
        }
        Set<List<String>> revoked = new HashSet<>(versions.get(0));
        revoked.removeAll(versions.get(2));
        assertThat(revoked).hasSizeGreaterThan(1_000);
    }
}
