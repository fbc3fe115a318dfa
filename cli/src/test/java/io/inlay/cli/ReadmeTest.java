package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Capability;
import io.inlay.engine.Checkpoints;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Sizes;
import io.inlay.engine.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says is so. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("(?m)^ +\\./inlay +([a-z]+)");

    private static final Set<String> MADE_BY_THE_EXAMPLE = Set.of("mine", "all", "monday.tsv", "tuesday.tsv");

    @TempDir
    Path directory;

    @Test
    void the_examples_compile_run_and_print_what_is_said() throws IOException, InterruptedException {
        Matcher example = JAVA.matcher(Files.readString(README));
        assertThat(example.find()).isTrue();
        assertThat(example.group(1)
                        .lines()
                        .filter(line -> line.startsWith("  "))
                        .count())
                .as("lines of the class")
                .isLessThanOrEqualTo(20);
        assertPrints(example.group(2), example.group(1), 2);
        assertThat(example.find()).isTrue();
        assertPrints(example.group(2), example.group(1), 4);
        assertThat(example.find()).isFalse();
    }

    private void assertPrints(String name, String text, int lines) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve(name + ".java"), text);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("java.class.path");
        assertThat(compiler.run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString()))
                .isZero();

        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String both = directory + System.getProperty("path.separator") + classPath;
        Path store = directory.resolve("store of " + name);
        Ran ran = Child.run(directory, List.of(java.toString(), "-cp", both, name, store.toString()));
        assertThat(ran.code()).as(ran.err()).isZero();
        for (String line : ran.out().lines().toList()) {
            assertThat(README).content().contains("`" + line + "`");
        }
        assertThat(ran.out().lines()).hasSize(lines);
    }

    @Test
    void the_example_of_the_command_works() throws IOException {
        AccessData.write(directory, "monday.tsv", AccessData.HEADER + AccessData.ROWS);
        AccessData.write(directory, "tuesday.tsv", AccessData.OTHER_HEADER + AccessData.ROWS);
        String readme = Files.readString(README);
        List<String> lines = readme.substring(readme.indexOf("For example, with two files:"))
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("    ./inlay "))
                .toList();
        assertThat(lines).hasSize(7);
        for (String line : lines) {
            Object[] words = Arrays.stream(line.strip().split(" "))
                    .skip(1)
                    .map(word -> MADE_BY_THE_EXAMPLE.contains(word) ? directory.resolve(word) : word)
                    .toArray();
            Ran.inlay(words).done();
        }
    }

    @Test
    void the_commands_exist() throws IOException {
        Matcher command = COMMAND.matcher(Files.readString(README));
        int found = 0;
        while (command.find()) {
            Ran.inlay(command.group(1), "--help").done();
            found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(12);
    }

    @Test
    void the_table_of_engines_is_true() throws IOException {
        Map<String, Class<? extends Capability>> named = Map.of(
                "checkpoints", Checkpoints.class,
                "sizes", Sizes.class,
                "verification", Verification.class,
                "metrics", Metrics.class,
                "reclaim", Reclaim.class);
        List<String> engines = row("").subList(1, 3);
        assertThat(engines).containsExactly("rocksdb", "lmdb");
        for (int i = 0; i < engines.size(); i++) {
            try (Engine engine = Engines.open(engines.get(i), directory.resolve(engines.get(i)), Map.of())) {
                for (Map.Entry<String, Class<? extends Capability>> capability : named.entrySet()) {
                    assertThat(row(capability.getKey()).get(i + 1).startsWith("yes"))
                            .as("%s %s", engine.name(), capability.getKey())
                            .isEqualTo(engine.find(capability.getValue()).isPresent());
                }
                assertThat(row("longest key / value").get(i + 1))
                        .isEqualTo(engine.limits().maxKeyBytes() / 1024 + " KiB / "
                                + (engine.limits().maxValueBytes() >> 30) + " GiB");
            }
        }
    }

    /** The cells of the table's first row whose first cell holds a text. */
    private static List<String> row(String text) throws IOException {
        return Files.readString(README)
                .lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .filter(cells -> cells.get(0).contains(text))
                .findFirst()
                .orElseThrow();
    }
}
