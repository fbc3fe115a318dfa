package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.inlay.compactor.MergePlan.Candidate;
import io.inlay.compactor.MergePlan.LeftOut;
import io.inlay.compactor.MergePlan.Reason;
import io.inlay.compactor.MergePlan.Rule;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.Timestamps;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which syncs a plan takes. Histories are written as {@code f0-1}: a full sync that started at second 0 and ended at 1; p
 * partial, r resources only, u upserts, d deletions, x a type of the future; {@code ?} for no start, nothing for no end.
 * The number of a sync, by which it is identified, is its place in the history, from 1.
 */
class MergePlanTest {
    @TempDir
    Path directory;

    private SyncStore store;
    private SyncStore other;

    @BeforeEach
    void open() {
        store = TestStores.open(new ModelProvider(), directory.resolve("a"));
        other = TestStores.open(new ModelProvider(), directory.resolve("b"));
    }

    @AfterEach
    void close() {
        store.engine().close();
        other.engine().close();
    }

    /** O03, the type of a union */
    @ParameterizedTest
    @CsvSource({
        "f0-1 p2-3 r4-5, FULL",
        "p0-1 r2-3 p4-5, RESOURCES_ONLY",
        "p0-1 p2-3 p4-5, PARTIAL",
        "r0-1 p2-3 p4-5 p6-7, RESOURCES_ONLY",
        "p0-1 f2-3 r4-5 p6-7, FULL"
    })
    void the_type_of_a_union_is_the_widest_of_its_inputs(String history, String type) {
        assertThat(plan(Rule.UNION, history).type()).isEqualTo(SyncType.valueOf("SYNC_TYPE_" + type));
        assertThat(plan(Rule.UNION, history).leftOut()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // the newest full sync is the base, what came after it is laid over it, newest first
        "f0-1, 1",
        "f0-1 f2-3, 2",
        "f0-9 f2-3, 1",
        "f0-3 f2-3, 2",
        "f0-1 p1-2 r2-3 p3-4, 4 3 2 1",
        "f0-1 p2-8 p3-4 p5-8, 4 2 3 1",
        "f0-1 p0-2 p1-2, 3 1",
        "p0-1 f2-3 r4-5 p6-7, 4 3 2",
        "f0-1 p1-1 p1-1, 3 2 1",
        // an end before the start is taken as it stands
        "f5-6 p7-2, 2 1",
        // no full sync
        "r0-1 p2-3 p4-5, 3 2 1",
        "r0-1 r2-3 p4-5 p1-4, 3 2",
        "p0-1 r2-3 p4-5, 3 2",
        "r1-1 r1-1, 1 2",
        "p0-1 p2-3 p?-2, 2 3 1",
        "p4-5 p0-1 p?-5, 3 1 2",
        // nothing to be had
        "u0-1 d0-1 x0-1 f0-, ''",
        // unfinished ones and diffs do not count
        "f0-1 f2- p3- p4-5 u6-7 d6-7 x8-9, 4 1",
        // without a start nothing can be laid over a base, which itself needs none
        "f?-1 p?-9 p2-3, 3 1"
    })
    void base_and_newer_begins_at_the_newest_full_sync(String history, String inputs) {
        assertThat(numbers(plan(Rule.BASE_AND_NEWER, history))).isEqualTo(inputs);
    }

    @ParameterizedTest
    @CsvSource({"f0-1 f2-3 p0-2 p?-9, 4 2 3 1", "r0-1 f2-3, 2 1", "f0-3 p1-3, 2 1", "u0-1 d0-1 x0-1 f0-, ''"})
    void union_takes_all_that_can_be_taken_newest_first(String history, String inputs) {
        MergePlan plan = plan(Rule.UNION, history);
        assertThat(numbers(plan)).isEqualTo(inputs);
        assertThat(plan.base()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "f0-1 f2-, UNFINISHED, has not ended",
        "f0-1 u2-3, DIFF, partial_upserts",
        "f0-1 d2-3, DIFF, partial_deletions",
        "f0-1 x2-3, UNKNOWN_TYPE, type 77",
        "f4-5 f2-3, SUPERSEDED, tells all there was at 1970-01-01T00:00:05Z",
        "f4-5 p2-9, STARTED_BEFORE_BASE_ENDED, 'started at 1970-01-01T00:00:02Z, before the base'",
        "r4-5 r2-3, STARTED_BEFORE_BASE_ENDED, started at 1970-01-01T00:00:02Z",
        "f4-5 p?-9, NO_START, does not tell when it started"
    })
    void what_is_left_out_is_told_with_its_reason(String history, Reason reason, String text) {
        MergePlan plan = plan(Rule.BASE_AND_NEWER, history);
        assertThat(plan.leftOut()).hasSize(1);
        LeftOut out = plan.leftOut().get(0);
        assertThat(out.reason()).isEqualTo(reason);
        assertThat(out.candidate().run().id()).isEqualTo(SampleAccess.sync(2));
        assertThat(out.sentence())
                .startsWith(
                        "sync " + SampleAccess.sync(2) + " in " + store.engine().directory() + " ")
                .contains(text)
                .doesNotContain("\n");
    }

    @Test
    void the_base_is_the_last_input_even_if_it_ended_last() {
        MergePlan plan = plan(Rule.BASE_AND_NEWER, "f0-5 p6-6 p7-5");
        assertThat(numbers(plan)).isEqualTo("2 3 1");
        assertThat(plan.base()).contains(new SyncSource(store, SampleAccess.sync(1)));
        assertThat(plan.inputs()).last().isEqualTo(plan.base().orElseThrow());
    }

    @Test
    void a_plan_is_readable_text() {
        MergePlan plan = plan(Rule.BASE_AND_NEWER, "f0-1 f2-3 p4-5");
        assertThat(plan.toString().lines())
                .containsExactly(
                        "base and newer: 2 syncs are merged, the newest first, to a sync of type full",
                        "  newer: " + named(3) + ", partial, 1970-01-01T00:00:04Z to 1970-01-01T00:00:05Z",
                        "  base: " + named(2) + ", full, 1970-01-01T00:00:02Z to 1970-01-01T00:00:03Z",
                        "1 left out:",
                        "  " + named(1) + " is a full sync that ended at 1970-01-01T00:00:01Z; the base, sync "
                                + SampleAccess.sync(2) + ", is a newer one and tells all there was at"
                                + " 1970-01-01T00:00:03Z");
        assertThat(plan(Rule.UNION, "p?-1").toString().lines())
                .containsExactly(
                        "union: 1 sync is copied to a sync of type partial",
                        "  " + named(1) + ", partial, an unknown time to 1970-01-01T00:00:01Z");
        assertThat(MergePlan.ofCandidates(Rule.UNION, List.of())).hasToString("union: there is no sync to merge");
    }

    @Test
    void an_empty_plan_has_no_type() {
        MergePlan plan = MergePlan.of(Rule.BASE_AND_NEWER, List.of(store));
        assertThat(plan.inputs()).isEmpty();
        assertThat(plan.base()).isEmpty();
        assertThat(plan.type()).isEqualTo(SyncType.SYNC_TYPE_UNSPECIFIED);
    }

    @Test
    void a_plan_spans_stores_and_reads_nothing_once_made() {
        put(store, run(1, "f0-1"));
        put(store, run(3, "p6-7"));
        put(other, run(2, "p4-5"));
        MergePlan plan = MergePlan.of(Rule.BASE_AND_NEWER, List.of(other, store, other));
        store.engine().close();
        other.engine().close();
        assertThat(plan.inputs())
                .containsExactly(
                        new SyncSource(store, SampleAccess.sync(3)),
                        new SyncSource(other, SampleAccess.sync(2)),
                        new SyncSource(store, SampleAccess.sync(1)));
        assertThat(plan.toString()).contains(other.engine().directory().toString());
    }

    @Test
    void of_a_sync_in_two_stores_the_copy_that_ended_last_is_considered() {
        put(store, run(1, "f0-1"));
        put(other, run(1, "f0-1"));
        put(store, run(2, "p2-3"));
        put(other, run(2, "p2-4"));
        put(store, run(3, "p5-"));
        put(other, run(3, "p5-6"));
        MergePlan plan = MergePlan.of(Rule.BASE_AND_NEWER, List.of(store, other));
        assertThat(plan.inputs())
                .containsExactly(
                        new SyncSource(other, SampleAccess.sync(3)),
                        new SyncSource(other, SampleAccess.sync(2)),
                        new SyncSource(store, SampleAccess.sync(1)));
        assertThat(plan.leftOut())
                .extracting(LeftOut::reason)
                .containsExactly(Reason.OTHER_COPY, Reason.UNFINISHED, Reason.OTHER_COPY);
        assertThat(plan.leftOut().get(0).sentence()).endsWith("where it ended later");
        assertThat(plan.leftOut().get(2).sentence()).endsWith("which comes first");
    }

    @Test
    void a_damaged_run_record_is_an_error() {
        put(store, run(1, "f0-1"));
        byte[] key = Bucket.SYNC_RUN.key(SampleAccess.sync(2));
        store.engine().write(new Batch().put(key, new byte[] {1}), Durability.RELAXED);
        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> MergePlan.of(Rule.BASE_AND_NEWER, List.of(store)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(SyncException.Kind.CORRUPT))
                .withMessageContaining(SampleAccess.sync(2).toString());
    }

    @Test
    void nothing_is_no_candidate() {
        assertThatNullPointerException()
                .isThrownBy(() -> MergePlan.ofCandidates(Rule.UNION, Collections.singletonList(null)));
        assertThatNullPointerException().isThrownBy(() -> new SyncSource(store, null));
    }

    @Test
    void every_candidate_is_taken_once_or_left_out_once_whatever_the_order() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int n = random.nextInt(8); n > 0; n--) {
                SyncStore where = random.nextBoolean() ? store : other;
                candidates.add(new Candidate(where, read(run(1 + random.nextInt(6), random(random)))));
            }
            for (Rule rule : Rule.values()) {
                MergePlan plan = MergePlan.ofCandidates(rule, candidates);
                assertThat(plan.inputs()).doesNotHaveDuplicates();
                assertThat(Stream.concat(
                                plan.inputs().stream(),
                                plan.leftOut().stream()
                                        .map(out -> out.candidate().source())))
                        .containsExactlyInAnyOrderElementsOf(candidates.stream()
                                .distinct()
                                .map(Candidate::source)
                                .toList());
                assertThat(plan.base().isPresent())
                        .isEqualTo(rule == Rule.BASE_AND_NEWER
                                && plan.type() != SyncType.SYNC_TYPE_UNSPECIFIED
                                && plan.type() != SyncType.SYNC_TYPE_PARTIAL);
            }
        }
    }

    private static String random(Random random) {
        String start = random.nextInt(5) == 0 ? "?" : "" + random.nextInt(9);
        String end = random.nextInt(5) == 0 ? "" : "" + random.nextInt(9);
        return "fpprrudx".charAt(random.nextInt(8)) + start + "-" + end;
    }

    private MergePlan plan(Rule rule, String history) {
        List<Candidate> candidates = new ArrayList<>();
        for (String sync : history.split(" ", -1)) {
            candidates.add(new Candidate(store, read(run(candidates.size() + 1, sync))));
        }
        return MergePlan.ofCandidates(rule, candidates);
    }

    private static SyncRun read(SyncRunRecord run) {
        return new SyncRun(SyncId.parse(run.getSyncId()), run);
    }

    private static SyncRunRecord run(int number, String text) {
        SyncRunRecord.Builder run = SyncRunRecord.newBuilder()
                .setSyncId(SampleAccess.sync(number).toString())
                .setTypeValue(
                        switch (text.charAt(0)) {
                            case 'f' -> SyncType.SYNC_TYPE_FULL_VALUE;
                            case 'p' -> SyncType.SYNC_TYPE_PARTIAL_VALUE;
                            case 'r' -> SyncType.SYNC_TYPE_RESOURCES_ONLY_VALUE;
                            case 'u' -> SyncType.SYNC_TYPE_PARTIAL_UPSERTS_VALUE;
                            case 'd' -> SyncType.SYNC_TYPE_PARTIAL_DELETIONS_VALUE;
                            default -> 77;
                        });
        String[] times = text.substring(1).split("-", -1);
        if (!times[0].equals("?")) {
            run.setStartedAt(Timestamps.of(Instant.ofEpochSecond(Long.parseLong(times[0]))));
        }
        if (!times[1].isEmpty()) {
            run.setEndedAt(Timestamps.of(Instant.ofEpochSecond(Long.parseLong(times[1]))));
        }
        return run.build();
    }

    private static void put(SyncStore store, SyncRunRecord run) {
        byte[] key = Bucket.SYNC_RUN.key(SyncId.parse(run.getSyncId()));
        store.engine().write(new Batch().put(key, RecordType.SYNC_RUN.encode(run)), Durability.RELAXED);
    }

    private String named(int number) {
        return "sync " + SampleAccess.sync(number) + " in " + store.engine().directory();
    }

    private static String numbers(MergePlan plan) {
        List<String> numbers = new ArrayList<>();
        for (SyncSource input : plan.inputs()) {
            byte[] id = input.sync().toByteArray();
            numbers.add("" + id[id.length - 1]);
        }
        return String.join(" ", numbers);
    }
}
