package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five years of real access data: what a merge of full syncs brings back, and that the default plan does not. */
class RealHistoryTest {
    private static final long NEWEST_GRANTS = 165_179;
    private static final long UNION_GRANTS = 167_765;

    @TempDir
    Path directory;

    @Test
    void the_default_plan_has_the_newest_grants_and_a_union_also_those_revoked() throws IOException {
        Optional<Path> roles = Samples.roles();
        if (roles.isEmpty()) {
            return; // said aloud
        }
        Path store = directory.resolve("roles");
        List<Object> words = new ArrayList<>(List.of("import", "--engine", "rocksdb", "--into", store));
        try (Stream<Path> files = Files.list(roles.get())) {
            files.forEach(words::add);
        }
        Ran.inlay(words.toArray()).done();
        String newest = newest(store);

        String merged = merge(store, "default", NEWEST_GRANTS);
        assertThat(grants("diff", store + ":" + newest, merged))
                .hasToString("{\"added\":0,\"removed\":0,\"changed\":0,\"unchanged\":" + NEWEST_GRANTS + "}");
        String union = merge(store, "union", UNION_GRANTS, "--union");
        assertThat(grants("diff", store + ":" + newest, union))
                .hasToString("{\"added\":" + (UNION_GRANTS - NEWEST_GRANTS)
                        + ",\"removed\":0,\"changed\":0,\"unchanged\":" + NEWEST_GRANTS + "}");
        assertThat(UNION_GRANTS - NEWEST_GRANTS).isEqualTo(2_586);
    }

    private static String newest(Path store) {
        JsonObject plan =
                Ran.inlay("merge", store, "--dry-run", "--json").json().getAsJsonObject();
        assertThat(plan.get("inputs").getAsJsonArray()).hasSize(1);
        return plan.get("inputs")
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("sync")
                .getAsString();
    }

    /** Merges into a store of its own and gives the sync there. */
    private String merge(Path source, String name, long expectedGrants, Object... options) {
        Path into = directory.resolve(name);
        List<Object> words = new ArrayList<>(List.of("merge", source, "--into", into, "--engine", "lmdb", "--json"));
        words.addAll(List.of(options));
        JsonObject merged = Ran.inlay(words.toArray()).json().getAsJsonObject();
        merged.get("buckets").getAsJsonArray().forEach(bucket -> {
            if (bucket.getAsJsonObject().get("bucket").getAsString().equals("grant")) {
                assertThat(bucket.getAsJsonObject().get("records").getAsLong()).isEqualTo(expectedGrants);
            }
        });
        return into + ":" + merged.get("sync").getAsString();
    }

    private static Object grants(Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--show", 0, "--json"));
        JsonObject diff = Ran.inlay(all.toArray()).json().getAsJsonObject();
        return diff.get("counts").getAsJsonObject().get("grant");
    }
}
