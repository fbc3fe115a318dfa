package io.inlay.cli;

import static io.inlay.sync.record.SyncType.SYNC_TYPE_FULL;
import static io.inlay.sync.record.SyncType.SYNC_TYPE_PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents that commands print have the fields that are documented. */
class JsonFieldsTest {
    private static final Path TABLE = Path.of("..", "docs", "command-json.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (`.*`) \\|$");

    @TempDir
    Path directory;

    @Test
    void every_documented_field_is_printed_and_no_other() throws IOException {
        Path store = directory.resolve("s");
        Path other = directory.resolve("t");
        History.put(store, "lmdb", 1, SYNC_TYPE_FULL, "ann", "bob");
        History.put(store, "lmdb", 2, SYNC_TYPE_PARTIAL, "cleo");
        Map<String, List<Object>> lines = new LinkedHashMap<>(); // a fold leaves nothing for another one
        lines.put("list DIR", List.of("list", store));
        lines.put("list DIR KIND", List.of("list", store, "grants"));
        lines.put("get", List.of("get", store, "grant", "cleo"));
        lines.put("diff", List.of("diff", store + ":" + History.id(1), store + ":" + History.id(2)));
        lines.put("merge", List.of("merge", store, "--into", directory.resolve("m"), "--engine", "lmdb"));
        lines.put("merge --dry-run", List.of("merge", store, "--dry-run"));
        lines.put("fold --dry-run", List.of("fold", "--into", store, "--dry-run"));
        lines.put("fold", List.of("fold", "--into", store));
        lines.put(
                "compact",
                List.of("compact", "--from", store, "--into", other, "--engine", "lmdb", "--sync", History.id(1)));
        lines.put("rollup", List.of("rollup", "--from", store, "--into", other, "--engine", "lmdb"));
        lines.put("retain", List.of("retain", store));

        Map<String, List<String>> documented = documented();
        assertThat(documented.keySet()).isEqualTo(lines.keySet());
        lines.forEach((command, line) -> {
            List<Object> words = new ArrayList<>(line);
            words.add("--json");
            assertThat(Ran.inlay(words.toArray()).json().getAsJsonObject().keySet())
                    .as(command)
                    .containsExactlyElementsOf(documented.getOrDefault(command, List.of()));
        });
    }

    private static Map<String, List<String>> documented() throws IOException {
        Map<String, List<String>> documented = new HashMap<>();
        Matcher row = ROW.matcher(Files.readString(TABLE));
        while (row.find()) {
            documented.put(row.group(1), List.of(row.group(2).replace("`", "").split(", ")));
        }
        return documented;
    }
}
