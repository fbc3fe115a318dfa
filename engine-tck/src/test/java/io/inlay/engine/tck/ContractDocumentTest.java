package io.inlay.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of rules in docs/contract.md and the tests are the same. */
class ContractDocumentTest {
    private static final Pattern RULE = Pattern.compile("\\*\\*([A-Z]\\d\\d)\\*\\* .*");
    private static final Pattern LISTED = Pattern.compile("- `(([A-Z]\\d\\d)_\\w+)`");

    /** The rules with their listed tests, in the document's order of lines. */
    private static Map<String, List<String>> documented() throws IOException {
        Map<String, List<String>> rules = new TreeMap<>();
        String rule = "";
        for (String line : Files.readAllLines(Path.of("..", "docs", "contract.md"))) {
            Matcher start = RULE.matcher(line);
            Matcher test = LISTED.matcher(line);
            if (start.matches()) {
                rule = start.group(1);
                assertThat(rules.put(rule, new ArrayList<>()))
                        .as("rule " + rule + " stands twice")
                        .isNull();
            } else if (test.matches()) {
                assertThat(test.group(2)).as("rule of " + line).isEqualTo(rule);
                rules.get(rule).add(test.group(1));
            }
        }
        return rules;
    }

    private static List<String> tests() {
        return Arrays.stream(EngineContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .sorted()
                .toList();
    }

    @Test
    void every_rule_of_the_contract_is_listed_and_has_a_test() throws IOException {
        List<String> numbered = Stream.of(
                        IntStream.rangeClosed(1, 4),
                        IntStream.rangeClosed(10, 18),
                        IntStream.rangeClosed(20, 24),
                        IntStream.rangeClosed(30, 39),
                        IntStream.rangeClosed(40, 46))
                .flatMapToInt(range -> range)
                .mapToObj(number -> String.format("R%02d", number))
                .toList();
        Map<String, List<String>> documented = documented();
        assertThat(documented.keySet()).containsAll(numbered);
        assertThat(documented.keySet().stream().filter(rule -> rule.startsWith("R")))
                .hasSameSizeAs(numbered);
        assertThat(documented)
                .allSatisfy((rule, tests) -> assertThat(tests).as(rule).isNotEmpty());
    }

    @Test
    void every_test_is_listed_under_its_rule_and_every_listed_test_exists() throws IOException {
        List<String> listed =
                documented().values().stream().flatMap(List::stream).sorted().toList();
        assertThat(listed).isEqualTo(tests());
    }
}
