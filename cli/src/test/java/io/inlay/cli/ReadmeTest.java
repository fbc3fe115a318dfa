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

    @TempDir
    Path directory;

    @Test
    void the_example_compiles_runs_and_prints_what_is_said() throws IOException, InterruptedException {
        String readme = Files.readString(README);
        Matcher example = JAVA.matcher(readme);
        assertThat(example.find()).isTrue();
        assertThat(example.group(1)
                        .lines()
                        .filter(line -> line.startsWith("  "))
                        .count())
                .as("lines of the class")
                .isLessThanOrEqualTo(20);
        Path source = Files.writeString(directory.resolve(example.group(2) + ".java"), example.group(1));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("java.class.path");
        assertThat(compiler.run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString()))
                .isZero();

        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String both = directory + System.getProperty("path.separator") + classPath;
        Ran ran = Child.run(
                directory,
                List.of(
                        java.toString(),
                        "-cp",
                        both,
                        example.group(2),
                        directory.resolve("store").toString()));
        assertThat(ran.code()).as(ran.err()).isZero();
        for (String line : ran.out().lines().toList()) {
            assertThat(readme).contains("`" + line + "`");
        }
        assertThat(ran.out().lines()).hasSize(2);
    }

    @Test
    void the_commands_exist() throws IOException {
        Matcher command = COMMAND.matcher(Files.readString(README));
        int found = 0;
        while (command.find()) {
            Ran.inlay(command.group(1), "--help").done();
            found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(6);
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
