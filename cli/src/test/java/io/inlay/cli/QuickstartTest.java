package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class QuickstartTest {
    private static final String COMMAND = "  ./inlay ";

    @TempDir
    Path directory;

    /** All three pairs of engines with the real data where it is there, in a small heap and a process of its own. */
    @Test
    void everything_in_128_mebibytes_of_heap() throws IOException, InterruptedException {
        List<Object> args = new ArrayList<>(List.of("quickstart", "--json", "--dir", directory.resolve("stores")));
        Samples.roles().ifPresent(roles -> args.addAll(List.of("--data", roles)));
        Ran ran = Child.run(directory, Child.java(List.of("-Xmx128m"), Main.class, args.toArray()));
        assertThat(ran.code()).as("%s%s", ran.out(), ran.err()).isZero();
        JsonObject result = JsonParser.parseString(ran.out()).getAsJsonObject();
        assertThat(result.get("violations").getAsJsonArray().size()).isZero();
        JsonArray trials = result.get("trials").getAsJsonArray();
        assertThat(trials.size()).isEqualTo(3);
        for (JsonElement trial : trials) {
            check(trial.getAsJsonObject());
        }
        if (Samples.roles().isPresent()) {
            assertThat(grants(trials.get(0).getAsJsonObject())).containsExactly(42_552L, 75_152L, 165_179L);
        }
    }

    private static void check(JsonObject trial) {
        JsonArray compactions = trial.get("compactions").getAsJsonArray();
        assertThat(compactions.size()).isEqualTo(2);
        for (JsonElement compaction : compactions) {
            for (String watcher : List.of("scanner", "prober")) {
                JsonObject rounds = compaction.getAsJsonObject().get(watcher).getAsJsonObject();
                assertThat(rounds.get("sawOld").getAsLong()).isPositive();
                assertThat(rounds.get("sawNew").getAsLong()).isGreaterThanOrEqualTo(2);
                assertThat(rounds.get("sawMixed").getAsLong()).isZero();
                assertThat(rounds.get("outOfOrder").getAsLong()).isZero();
            }
            JsonObject scanner = compaction.getAsJsonObject().get("scanner").getAsJsonObject();
            assertThat(scanner.get("across").getAsLong()).isPositive();
        }
        assertThat(trial.get("rowsCompared").getAsLong()).isGreaterThan(100_000);
    }

    private static List<Long> grants(JsonObject trial) {
        List<Long> grants = new ArrayList<>();
        for (JsonElement state : trial.get("states").getAsJsonArray()) {
            for (JsonElement bucket : state.getAsJsonObject().get("buckets").getAsJsonArray()) {
                if (bucket.getAsJsonObject().get("bucket").getAsString().equals("grant")) {
                    grants.add(bucket.getAsJsonObject().get("records").getAsLong());
                }
            }
        }
        return grants;
    }

    @Test
    void the_commands_to_try_next_work() throws IOException {
        Path stores = directory.resolve("my stores");
        String out = Ran.inlay("quickstart", "--engine", "lmdb", "--dir", stores)
                .done()
                .out();
        assertThat(out)
                .contains("version 3: March 2026", "grant_by_principal", "writers held", "old / new / mixed / across");
        List<String> commands =
                out.lines().filter(line -> line.startsWith(COMMAND)).toList();
        assertThat(commands).hasSize(4);
        for (String command : commands) {
            Ran.inlay((Object[]) words(command.substring(COMMAND.length()))).done();
        }
        Ran.inlay("quickstart", "--dir", stores).failed(2, "not an empty directory");
    }

    /** Splits a command at its blanks, except those in single quotes. */
    private static String[] words(String command) {
        Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
        List<String> words = new ArrayList<>();
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words.toArray(String[]::new);
    }

    @Test
    void stores_of_a_run_that_fails_are_removed() throws IOException, InterruptedException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        AccessData.write(data, "1.tsv", AccessData.HEADER + AccessData.ROWS);
        AccessData.write(data, "2.tsv", AccessData.OTHER_HEADER + AccessData.ROWS + "X\n");
        Ran ran = Child.run(
                directory,
                Child.java(
                        List.of("-Djava.io.tmpdir=" + temporary),
                        Main.class,
                        "quickstart",
                        "--engine",
                        "rocksdb",
                        "--data",
                        data));
        ran.failed(1, "2.tsv, line 8");
        assertThat(temporary).isDirectoryNotContaining("glob:**/inlay-quickstart-*");
    }
}
