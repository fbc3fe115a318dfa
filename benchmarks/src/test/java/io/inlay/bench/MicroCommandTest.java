package io.inlay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.bench.catalogue.Catalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroCommandTest {
    @TempDir
    Path directory;

    private record Ran(int code, String err) {}

    private static Ran micro(String... arguments) {
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("micro"));
        all.addAll(List.of(arguments));
        int code = Main.run(
                new Terminal(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(complained, true, StandardCharsets.UTF_8),
                        all,
                        "",
                        new Ending()),
                Catalogue.rows(),
                () -> 1L << 40);
        return new Ran(code, complained.toString(StandardCharsets.UTF_8));
    }

    @Test
    void the_options_of_jmh_reach_it() throws IOException {
        Path output = directory.resolve("output");
        Path results = directory.resolve("results.json");
        Ran ran = micro(
                "RecordBenchmark.rekey",
                "-f",
                "0",
                "-wi",
                "0",
                "-i",
                "1",
                "-r",
                "5ms",
                "-v",
                "SILENT",
                "-o",
                output.toString(),
                "-rf",
                "json",
                "-rff",
                results.toString());
        assertThat(ran).isEqualTo(new Ran(0, ""));
        assertThat(Files.readString(results)).contains("io.inlay.bench.micro.RecordBenchmark.rekey");
    }

    @Test
    void what_jmh_does_not_know_is_one_line() {
        String output = directory.resolve("output").toString();
        assertThat(micro("NoSuchBenchmark", "-v", "SILENT", "-o", output))
                .isEqualTo(new Ran(
                        2,
                        "inlay: no benchmark is named like NoSuchBenchmark -v SILENT -o " + output
                                + "; inlay bench micro -l lists them\n"));
        Ran unknown = micro("--no-such-option");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .startsWith("inlay: ")
                .contains("no-such-option")
                .endsWith("inlay bench micro -h)\n");
    }
}
