package io.inlay.sync.retain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncRun;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import io.inlay.sync.retain.RetentionPlan.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules, on runs as REFERENCE 7.8 writes them: f full, p partial, r resources only, d half of a diff, x of an unknown
 * type; then the second of the start, the end one second later; {@code ~} in place of the second for no start, {@code !}
 * after it for no end, and {@code >} and a word for the sync it is linked to.
 */
class RetentionPolicyTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<String, SyncRun> runs = new LinkedHashMap<>();

    private void runs(String words) {
        runs.clear();
        Splitter.on(' ').omitEmptyStrings().split(words).forEach(word -> runs.put(word, run(word)));
    }

    private static SyncId id(String word) {
        byte[] payload = Arrays.copyOf(word.replaceAll(">.*", "").getBytes(StandardCharsets.UTF_8), 16);
        return SyncId.of(BEGIN, payload);
    }

    private static SyncRun run(String word) {
        SyncRunRecord.Builder run = SyncRunRecord.newBuilder().setSyncId(id(word).toString());
        switch (word.charAt(0)) {
            case 'f' -> run.setType(SyncType.SYNC_TYPE_FULL);
            case 'p' -> run.setType(SyncType.SYNC_TYPE_PARTIAL);
            case 'r' -> run.setType(SyncType.SYNC_TYPE_RESOURCES_ONLY);
            case 'd' -> run.setType(SyncType.SYNC_TYPE_PARTIAL_UPSERTS);
            default -> run.setTypeValue(77);
        }
        List<String> link = Splitter.on('>').splitToList(word);
        if (link.size() > 1) {
            run.setLinkedSyncId(id(link.get(1)).toString());
        }
        String second = link.get(0).substring(1).replace("!", "");
        if (!second.equals("~")) {
            run.setStartedAt(Timestamps.of(BEGIN.plusSeconds(Long.parseLong(second))));
        }
        if (!link.get(0).endsWith("!")) {
            long start = second.equals("~") ? 0 : Long.parseLong(second);
            run.setEndedAt(Timestamps.of(BEGIN.plusSeconds(start + 1)));
        }
        return new SyncRun(id(word), run.build());
    }

    private RetentionPlan plan(RetentionPolicy policy, String... held) {
        Set<SyncId> ids = new TreeSet<>();
        Arrays.asList(held).forEach(word -> ids.add(id(word)));
        return policy.choose(new ArrayList<>(runs.values()), ids);
    }

    private String dropped(RetentionPlan plan) {
        List<String> words = new ArrayList<>();
        runs.forEach((word, run) -> {
            if (plan.dropped().contains(run.id())) {
                words.add(word);
            }
            assertThat(plan.kept().contains(run.id()))
                    .isNotEqualTo(plan.dropped().contains(run.id()));
        });
        return String.join(" ", words);
    }

    private Reason reason(RetentionPlan plan, String word) {
        return plan.decisions().stream()
                .filter(decision -> decision.run().id().equals(id(word)))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    @ParameterizedTest(name = "{0} {1} limit {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "R01 | ''                      | 1 | ''",
                "R02 | f0! f10! p20!           | 1 | ''",
                "R03 | f0 f10!                 | 1 | ''",
                "R04 | f0 f10                  | 2 | ''",
                "R04 | f0 f10 f20              | 3 | ''",
                "R05 | f0 f10 f20 f30          | 2 | f0 f10",
                "R06 | p0 p10 p20 f30 f40      | 2 | ''",
                "R07 | f0 p5 f10 p15 f20       | 2 | f0 p5",
                "R08 | f0 r5 f10 r15 f20       | 2 | f0 r5",
                "R09 | f0 p9 f10 f20           | 2 | f0",
                "R10 | f0 f~ f20 p1            | 2 | f0",
                "R11 | f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 | 0 | f0 f1 f2 f3 f4 f5 f6 f7 f8 f9",
                "R12 | f0 p5 f10               | 0 | f0 f10",
                "R13 | f0 p5 f10 f20 p25       | 2 | f0 p5",
                "R14 | d0 d10                  | 2 | ''",
                "R15 | d0 d10 d20              | 2 | d0 d10",
                "R16 | d0 d10 d20 d30>d20      | 2 | d0 d10",
                "R17 | d0 d10 d20 d30>d99      | 2 | d0 d10 d20",
                "R18 | x0 f10 x20              | 2 | x0"
            })
    void R01_to_R18_of_these_syncs_go(String id, String words, int limit, String expected) {
        runs(words);
        assertThat(dropped(plan(RetentionPolicy.defaults().withFullSyncs(limit))))
                .as(id)
                .isEqualTo(expected);
    }

    @Test
    void R11_a_named_open_sync_takes_the_one_place() {
        runs("f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 f10!");
        RetentionPlan plan = plan(RetentionPolicy.defaults().withFullSyncs(1).withNamed(Set.of(id("f10!"))));
        assertThat(dropped(plan)).isEqualTo("f0 f1 f2 f3 f4 f5 f6 f7 f8 f9");
    }

    @Test
    void R19_two_full_syncs_stay_unless_told_otherwise_and_a_named_open_one_takes_up_a_place() {
        runs("f0 f10 f20 f30!");
        assertThat(dropped(plan(RetentionPolicy.defaults()))).isEqualTo("f0");
        assertThat(dropped(plan(RetentionPolicy.defaults().withNamed(Set.of(id("f30!"))))))
                .isEqualTo("f0 f10");
        assertThat(dropped(plan(RetentionPolicy.defaults().withFullSyncs(5)))).isEmpty();
    }

    @Test
    void a_named_or_held_sync_stays_and_counts() {
        runs("f0 f10 f20 f30");
        RetentionPolicy named = RetentionPolicy.defaults().withNamed(Set.of(id("f0")));
        assertThat(dropped(plan(named))).isEqualTo("f10");
        assertThat(reason(plan(named), "f0")).isEqualTo(Reason.NAMED);
        assertThat(dropped(plan(RetentionPolicy.defaults(), "f10"))).isEqualTo("f0");
        assertThat(reason(plan(RetentionPolicy.defaults(), "f10"), "f10")).isEqualTo(Reason.HELD);
        assertThat(dropped(plan(RetentionPolicy.defaults().withNamed(Set.of(id("f30"))))))
                .isEqualTo("f0 f10");
    }

    @Test
    void partial_syncs_stay_with_the_oldest_full_sync_that_stays() {
        runs("f0 p5 f10 p15 f20 p25 f30");
        assertThat(dropped(plan(RetentionPolicy.defaults()))).isEqualTo("f0 p5 f10 p15");
        assertThat(dropped(plan(RetentionPolicy.defaults(), "f10"))).isEqualTo("f0 p5");
        assertThat(dropped(plan(RetentionPolicy.defaults().withNamed(Set.of(id("p5"))))))
                .isEqualTo("f0 f10 p15");
    }

    @Test
    void every_sync_has_a_reason_and_a_sentence() {
        runs("d0 d1 d2 f3 p4 f10 f20 p21 f25! f30");
        RetentionPlan plan = plan(RetentionPolicy.defaults());

        assertThat(plan.decisions())
                .extracting(RetentionPlan.Decision::reason)
                .containsExactly(
                        Reason.OLD_DIFF,
                        Reason.OLD_DIFF,
                        Reason.NEWEST_DIFF,
                        Reason.OVER_LIMIT,
                        Reason.OLDER_THAN_FULL,
                        Reason.OVER_LIMIT,
                        Reason.NEWEST_FULL,
                        Reason.ADDS_TO_FULL,
                        Reason.UNFINISHED,
                        Reason.NEWEST_FULL);
        assertThat(plan.toString().lines())
                .hasSize(10)
                .contains(
                        "drop " + id("f3") + " full: is full, and of 4 full syncs the newest 2 are kept",
                        "drop " + id("p4")
                                + " partial: ended at 2026-03-01T12:00:05Z, before the oldest full sync that is"
                                + " kept, " + id("f20") + ", started at 2026-03-01T12:00:20Z",
                        "keep " + id("f25!") + " full: is not finished");
    }

    @Test
    void a_named_sync_that_is_not_there_is_refused() {
        runs("f0 f10 f20");
        assertThatThrownBy(() -> plan(RetentionPolicy.defaults().withNamed(Set.of(id("f5")))))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.kind()).isEqualTo(SyncException.Kind.NOT_FOUND))
                .hasMessageContaining(id("f5").toString());
        assertThatThrownBy(() -> RetentionPolicy.defaults().withFullSyncs(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not -1");
    }
}
