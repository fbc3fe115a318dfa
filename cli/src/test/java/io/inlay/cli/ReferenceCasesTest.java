package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the reference's cases names tests that exist, or says why there is none. */
class ReferenceCasesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TABLE = ROOT.resolve("docs/reference-cases.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z][0-9]{2}) \\| (.*) \\|$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)(?:#(\\w+))?`");
    private static final int CASES = 157;

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new HashMap<>();
        Matcher row = ROW.matcher(Files.readString(TABLE));
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        return rows;
    }

    /** All sources by the names of their classes; of a name that several have, all of them. */
    private static Map<String, List<String>> sources() throws IOException {
        Map<String, List<String>> sources = new HashMap<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = String.valueOf(file.getFileName()).replace(".java", "");
                    sources.computeIfAbsent(name, key -> new ArrayList<>()).add(Files.readString(file));
                }
            }
        }
        return sources;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> entries = Files.list(ROOT)) {
            return entries.filter(path -> Files.isDirectory(path.resolve("src")))
                    .toList();
        }
    }

    @Test
    void every_case_is_there_once_and_has_a_test_or_a_reason() throws IOException {
        Map<String, String> rows = rows();
        assertThat(rows).hasSize(CASES);
        rows.forEach((id, text) -> assertThat(text)
                .as(id)
                .matches(entry ->
                        entry.startsWith("Left out") || NAMED.matcher(entry).find())
                .doesNotContain("to come"));
    }

    @Test
    void every_test_named_exists() throws IOException {
        Map<String, List<String>> sources = sources();
        List<String> missing = new ArrayList<>();
        rows().forEach((id, text) -> {
            Matcher named = NAMED.matcher(text);
            while (named.find()) {
                boolean isTest = Character.isUpperCase(named.group(1).charAt(0));
                if (isTest && !exists(sources.getOrDefault(named.group(1), List.of()), named.group(2))) {
                    missing.add(id + " " + named.group());
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    private static boolean exists(List<String> classes, String method) {
        return classes.stream().anyMatch(source -> method == null || source.contains(" void " + method + "("));
    }
}
