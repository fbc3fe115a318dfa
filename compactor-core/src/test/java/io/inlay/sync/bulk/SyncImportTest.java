package io.inlay.sync.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import io.inlay.sync.Difference;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStats;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#providers")
class SyncImportTest {
    private static final SyncId SYNC = SampleAccess.sync(1);
    private static final ImportOptions LITTLE_MEMORY = ImportOptions.defaults().withMemoryBytes(64 << 10);

    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    private SyncStore store;

    @BeforeEach
    void open() {
        store = SyncStore.open(provider.open(directory.resolve("store"), Map.of()));
    }

    @AfterEach
    void close() {
        store.engine().close();
    }

    @Test
    void an_import_gives_the_rows_that_writing_record_by_record_gives() {
        SampleAccess sample = new SampleAccess(1, 2_000);
        OpenSync written =
                store.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(SYNC).startedAt(SampleAccess.NOON));
        sample.forEach(SYNC, (record, line) -> SampleAccess.put(written, record));
        written.finish(SampleAccess.NOON);
        List<String> expected = rows();
        assertThat(expected).hasSizeGreaterThan(10_000);

        ImportResult result = importAll(sample.records(SYNC), LITTLE_MEMORY.withReplace(true));

        assertThat(rows()).isEqualTo(expected);
        assertThat(result.records()).isEqualTo(expected.size());
        assertThat(result.spilledFiles()).isGreaterThan(10);
        assertNoDifferences();
    }

    @Test
    void records_may_come_in_any_order() {
        List<MessageLite> records = new SampleAccess(1, 3_000).records(SYNC);
        importAll(records, ImportOptions.defaults());
        List<String> inOrder = rows();
        Collections.shuffle(records, new Random(7));

        importAll(records, LITTLE_MEMORY.withReplace(true));

        assertThat(rows()).isEqualTo(inOrder);
    }

    @Test
    void the_result_tells_what_was_put_into_each_bucket() {
        ImportResult result = importAll(new SampleAccess(1, 500).records(SYNC), ImportOptions.defaults());

        assertThat(result.buckets()).extracting(BucketCount::bucket).isEqualTo(Bucket.all());
        for (BucketCount count : result.buckets()) {
            assertThat(count.records())
                    .as(count.bucket().label())
                    .isEqualTo(rows(SyncRanges.of(count.bucket(), SYNC)).size())
                    .isPositive();
        }
        assertThat(result.bytes()).isEqualTo(TestStores.bytes(store.engine(), SYNC));
        assertThat(result.replaced().records()).isEqualTo(result.records());
        assertThat(result.times()).containsOnlyKeys(Phase.CHECK, Phase.COLLECT, Phase.STAGE, Phase.COMMIT);
        assertThat(TestStores.staged(store)).isEmpty();
    }

    @Test
    void equal_records_fold() {
        List<MessageLite> twice = new ArrayList<>(new SampleAccess(1, 1_000).records(SYNC));
        twice.addAll(new SampleAccess(1, 1_000).records(SYNC));

        ImportResult result = importAll(twice, LITTLE_MEMORY);

        assertThat(result.folded()).isEqualTo(twice.size() / 2);
        assertThat(SyncStats.find(store.engine(), SYNC).orElseThrow().getGrants())
                .isEqualTo(1_000);
        assertNoDifferences();
    }

    @Test
    void one_id_with_two_contents_names_both_places() {
        try (SyncImport begun = begin(LITTLE_MEMORY)) {
            begun.from("a.tsv");
            begun.add(type("user", "User"), 3);
            new SampleAccess(1, 3_000).forEach(SYNC, (record, line) -> {
                if (record instanceof GrantRecord grant) {
                    begun.add(grant, line);
                }
            });
            begun.from("b.tsv");
            begun.add(type("user", "User"), 4);
            begun.add(type("user", "Person"), 1_234_567_890_123L);

            assertRefused(Kind.INVALID, "(\"user\") is given twice", begun::commit)
                    .hasMessageContaining("at a.tsv:3 and at b.tsv:1099511627775");
        }
        assertNothingThere();
    }

    @Test
    void two_contents_without_a_source_name_lines() {
        try (SyncImport begun = begin(ImportOptions.defaults())) {
            begun.add(type("user", "User"), 3);
            begun.add(type("user", "Person"), 9);
            assertRefused(Kind.INVALID, "at line 3 and at line 9", begun::commit);
        }
    }

    @Test
    void a_record_that_must_not_be_stored_names_its_place_and_ends_the_import() {
        try (SyncImport begun = begin(ImportOptions.defaults())) {
            begun.from("a.tsv");
            begun.add(type("user", "User"), 1);
            assertRefused(Kind.INVALID, "a.tsv:2: resource_type", () -> begun.add(type("", "Nobody"), 2));
            assertRefused(Kind.INVALID, "failed before", () -> begun.add(type("group", "Group"), 3));
            assertRefused(Kind.INVALID, "failed before", begun::commit);
        }
        assertNothingThere();
    }

    @Test
    void an_id_too_long_for_a_key_names_its_place() {
        String tooLong = "x".repeat(store.engine().limits().maxKeyBytes());
        try (SyncImport begun = begin(ImportOptions.defaults())) {
            assertRefused(Kind.INVALID, "line 8: ", () -> begun.add(type(tooLong, ""), 8))
                    .hasMessageContaining("the limit is")
                    .hasMessageMatching("(?s).{1,500}");
        }
        assertNothingThere();
    }

    @Test
    void a_sync_that_is_there_is_refused_unless_it_is_to_be_replaced() {
        importAll(new SampleAccess(1, 100).records(SYNC), ImportOptions.defaults());
        List<String> before = rows();
        assertRefused(Kind.ALREADY_EXISTS, SYNC.toString(), () -> begin(ImportOptions.defaults()));
        assertThat(rows()).isEqualTo(before);

        importAll(
                new SampleAccess(2, 10).records(SYNC), ImportOptions.defaults().withReplace(true));
        assertThat(rows()).hasSizeLessThan(before.size()).doesNotContainAnyElementsOf(before.subList(3, 4));
        assertNoDifferences();
    }

    @Test
    void a_handle_on_a_replaced_sync_is_stale() {
        OpenSync handle = store.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(SYNC));
        importAll(List.of(), ImportOptions.defaults().withReplace(true));
        assertRefused(Kind.STALE, "replaced", handle::finish);
    }

    @Test
    void a_sync_held_by_another_call_is_busy() {
        try (SyncLease held = store.lease(Set.of(SYNC), Duration.ZERO)) {
            assertThat(held.syncs()).containsExactly(SYNC);
            assertRefused(Kind.BUSY, SYNC.toString(), () -> begin(ImportOptions.defaults()));
            assertRefused(
                    Kind.BUSY,
                    SYNC.toString(),
                    () -> begin(ImportOptions.defaults().withWaitAtMost(Duration.ofMillis(150))));
            WorkControl cancellable = WorkControl.none().withCancellation(new Cancellation());
            assertRefused(
                    Kind.BUSY,
                    SYNC.toString(),
                    () -> begin(ImportOptions.defaults()
                            .withWaitAtMost(Duration.ofMillis(250))
                            .withControl(cancellable)));
        }
        try (SyncImport begun = begin(ImportOptions.defaults())) {
            assertRefused(Kind.BUSY, SYNC.toString(), () -> store.lease(Set.of(SYNC), Duration.ZERO));
            begun.commit();
        }
        store.lease(Set.of(SYNC), Duration.ZERO).close();
    }

    @Test
    void an_import_of_nothing_leaves_a_run_record_and_statistics() {
        ImportResult result = importAll(List.of(), ImportOptions.defaults());
        assertThat(result.records()).isEqualTo(2);
        assertThat(store.find(SYNC).orElseThrow().record()).isEqualTo(SampleAccess.run(SYNC));
        assertNoDifferences();
    }

    @Test
    void a_run_without_an_end_stays_unfinished_and_without_statistics() {
        try (SyncImport begun = SyncImport.begin(store, SampleAccess.unfinishedRun(SYNC), ImportOptions.defaults())) {
            begun.add(type("user", "User"), 1);
            begun.commit();
        }
        assertThat(store.find(SYNC).orElseThrow().isFinished()).isFalse();
        assertThat(SyncStats.find(store.engine(), SYNC)).isEmpty();
        assertNoDifferences();
    }

    @Test
    void a_run_record_that_names_no_sync_or_type_is_refused() {
        SyncRunRecord run = SampleAccess.run(SYNC);
        assertRefused(Kind.INVALID, "sync id", () -> begin(run.toBuilder().setSyncId("x"), store));
        assertRefused(Kind.INVALID, "type", () -> begin(run.toBuilder().clearType(), store));
    }

    @Test
    void closing_without_a_commit_leaves_no_trace() {
        try (SyncImport begun = begin(LITTLE_MEMORY)) {
            new SampleAccess(1, 2_000).forEach(SYNC, (record, line) -> SampleAccess.add(begun, record, line));
            assertThat(TestStores.inStaging(store)).hasSize(1);
        }
        assertNothingThere();
    }

    @Test
    void an_import_ends_with_its_commit() {
        try (SyncImport begun = begin(ImportOptions.defaults())) {
            begun.commit();
            assertRefused(Kind.INVALID, "is over", begun::commit);
            assertRefused(Kind.INVALID, "is over", () -> begun.add(type("user", ""), 1));
        }
    }

    @Test
    void a_cancelled_import_leaves_no_trace() {
        Cancellation cancellation = new Cancellation();
        WorkControl control = WorkControl.none().withCancellation(cancellation);
        try (SyncImport begun = begin(LITTLE_MEMORY.withControl(control))) {
            assertRefused(
                    Kind.CANCELLED,
                    "nothing was changed",
                    () -> new SampleAccess(1, 5_000).forEach(SYNC, (record, line) -> {
                        if (line == 2_000) {
                            cancellation.cancel();
                        }
                        SampleAccess.add(begun, record, line);
                    }));
        }
        assertNothingThere();
        assertRefused(Kind.CANCELLED, "cancelled", () -> begin(LITTLE_MEMORY.withControl(control)));
    }

    @Test
    void a_listener_that_cancels_while_rows_are_staged_ends_the_import() {
        Cancellation cancellation = new Cancellation();
        WorkControl control = WorkControl.none().withCancellation(cancellation).withListener(progress -> {
            if (progress.phase() == Phase.STAGE) {
                cancellation.cancel();
            }
        });
        try (SyncImport begun = begin(LITTLE_MEMORY.withControl(control))) {
            new SampleAccess(1, 2_000).forEach(SYNC, (record, line) -> SampleAccess.add(begun, record, line));
            assertRefused(Kind.CANCELLED, "nothing was changed", begun::commit);
        }
        assertNothingThere();
    }

    @Test
    void a_listener_that_throws_at_the_beginning_leaves_no_trace() {
        for (Phase phase : List.of(Phase.CHECK, Phase.COLLECT)) {
            WorkControl control = WorkControl.none().withListener(progress -> {
                if (progress.phase() == phase) {
                    throw new IllegalStateException("no more");
                }
            });
            assertThatThrownBy(() -> begin(LITTLE_MEMORY.withControl(control))).hasMessage("no more");
            assertNothingThere();
        }
        importAll(List.of(), ImportOptions.defaults());
    }

    @Test
    void an_import_past_its_deadline_or_budget_is_refused() {
        WorkControl late = WorkControl.none().withDeadline(Instant.EPOCH);
        assertRefused(Kind.TIMED_OUT, "by 1970", () -> begin(LITTLE_MEMORY.withControl(late)));
        WorkControl broke = WorkControl.none().withBudget(Duration.ZERO);
        assertRefused(Kind.TIMED_OUT, "within 0 ms", () -> begin(LITTLE_MEMORY.withControl(broke)));
        assertNothingThere();
    }

    @Test
    void the_listener_hears_of_every_phase_in_order() {
        List<Progress> heard = Collections.synchronizedList(new ArrayList<>());
        ImportResult result = importAll(
                new SampleAccess(1, 3_000).records(SYNC),
                LITTLE_MEMORY.withControl(WorkControl.none().withListener(heard::add)));

        assertThat(heard)
                .extracting(Progress::phase)
                .containsSubsequence(Phase.CHECK, Phase.COLLECT, Phase.STAGE, Phase.COMMIT)
                .isSorted();
        Progress staged = heard.stream()
                .filter(progress -> progress.phase() == Phase.STAGE)
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(staged.records()).isEqualTo(result.records());
        assertThat(staged.bytes()).isEqualTo(result.bytes());
        assertThat(staged.expectedRecords()).hasValue(result.records());
    }

    private static void begin(SyncRunRecord.Builder run, SyncStore into) {
        SyncImport.begin(into, run.build(), ImportOptions.defaults()).close();
    }

    private SyncImport begin(ImportOptions options) {
        return SyncImport.begin(store, SampleAccess.run(SYNC), options);
    }

    private ImportResult importAll(List<MessageLite> records, ImportOptions options) {
        try (SyncImport begun = begin(options)) {
            for (int i = 0; i < records.size(); i++) {
                SampleAccess.add(begun, records.get(i), i + 1);
            }
            return begun.commit();
        }
    }

    private static ResourceTypeRecord type(String id, String name) {
        return ResourceTypeRecord.newBuilder()
                .setExternalId(id)
                .setDisplayName(name)
                .build();
    }

    private List<String> rows() {
        return TestStores.rows(store.engine(), SYNC);
    }

    private List<String> rows(KeyRange range) {
        return TestStores.rows(store.engine(), range);
    }

    private void assertNothingThere() {
        assertThat(rows()).isEmpty();
        assertThat(TestStores.staged(store)).isEmpty();
    }

    private void assertNoDifferences() {
        List<Difference> found = new ArrayList<>();
        try (Snapshot snapshot = store.engine().snapshot()) {
            new SyncVerifier(snapshot, found::add).verifyAll();
        }
        assertThat(found).isEmpty();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Kind kind, String message, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }
}
