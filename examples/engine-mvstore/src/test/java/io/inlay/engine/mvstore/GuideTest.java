package io.inlay.engine.mvstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide shows of this engine is there, and the engine stays as short as the guide says. */
class GuideTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern FRAGMENT = Pattern.compile("<!-- from (\\S+) -->\n```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final int MOST_LINES = 600;

    @Test
    void its_code_is_that_of_the_example() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/implementing-an-engine.md"));
        Matcher fragment = FRAGMENT.matcher(guide);
        int found = 0;
        while (fragment.find()) {
            assertThat(Files.readString(ROOT.resolve(fragment.group(1)))).contains(fragment.group(2));
            found++;
        }
        assertThat(found).isEqualTo((int) guide.lines()
                .filter(line -> line.equals("```java") || line.equals("```xml"))
                .count());
        assertThat(found).isPositive();
    }

    @Test
    void an_engine_takes_less_than_600_lines() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        assertThat(lines).isLessThan(MOST_LINES);
    }
}
