package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Cancellation;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.Progress;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a merge refuses and what ends it: afterwards the base is as it was. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#providers")
class MergeRefusalTest {
    private static final SyncId DEST = SampleAccess.sync(100);
    private static final MergeOptions DEFAULTS = MergeOptions.defaults();

    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    private SyncStore base;
    private SyncStore source;
    private Compactor compactor;
    private List<SyncSource> sources = List.of();
    private List<String> before = List.of();

    @BeforeEach
    void open() {
        base = TestStores.open(provider, directory.resolve("base"));
        source = TestStores.open(new ModelProvider(), directory.resolve("source"));
        CompactorSettings settings =
                CompactorSettings.defaults().withSliceRecords(20).withFanIn(2);
        compactor = new Compactor(base, settings);
        for (int i = 1; i <= 3; i++) {
            TestStores.fill(source, SampleAccess.sync(i), new SampleAccess(i, 60));
        }
        TestStores.fill(base, SampleAccess.sync(9), new SampleAccess(4, 40));
        sources = new ArrayList<>(inSource(source));
        sources.add(new SyncSource(base, SampleAccess.sync(9)));
        start(DEST);
        before = wholeBase();
    }

    private static List<SyncSource> inSource(SyncStore store) {
        return List.of(
                new SyncSource(store, SampleAccess.sync(1)),
                new SyncSource(store, SampleAccess.sync(2)),
                new SyncSource(store, SampleAccess.sync(3)));
    }

    @AfterEach
    void close() {
        base.engine().close();
        source.engine().close();
    }

    @Test
    void nothing_is_not_an_argument() {
        assertThatNullPointerException().isThrownBy(() -> compactor.merge(null, DEST));
        assertThatNullPointerException().isThrownBy(() -> compactor.merge(sources, null));
        assertThatNullPointerException().isThrownBy(() -> compactor.merge(sources, DEST, null));
        assertThatNullPointerException().isThrownBy(() -> compactor.merge(Arrays.asList(sources.get(0), null), DEST));
        assertThatNullPointerException().isThrownBy(() -> new SyncSource(null, DEST));
        assertThatNullPointerException().isThrownBy(() -> new SyncSource(base, null));
        assertUntouched();
    }

    @Test
    void a_destination_started_with_the_merge_is_there_whole_or_not_at_all() {
        Instant start = Instant.parse("2026-03-01T00:00:00Z");
        NewSync taken = NewSync.of(SyncType.SYNC_TYPE_PARTIAL).withId(DEST).startedAt(start);
        assertRefused(Kind.ALREADY_EXISTS, "there is a sync " + DEST, () -> compactor.merge(sources, taken, DEFAULTS));
        NewSync later = taken.startedAt(Instant.MAX);
        assertRefused(Kind.INVALID, "", () -> compactor.merge(sources, later, DEFAULTS));
        Cancellation cancelled = new Cancellation();
        WorkControl control = WorkControl.none().withCancellation(cancelled).withListener(progress -> {
            if (progress.phase() == Phase.STAGE) {
                cancelled.cancel();
            }
        });
        NewSync free = taken.withId(SampleAccess.sync(101));
        assertRefused(Kind.CANCELLED, "cancelled", () -> compactor.merge(sources, free, DEFAULTS.withControl(control)));

        Compactor atNoon =
                new Compactor(base, CompactorSettings.defaults().withClock(Clock.fixed(start, ZoneOffset.UTC)));
        base.drop(DEST);
        assertThat(atNoon.merge(sources, taken, DEFAULTS).sync()).isEqualTo(DEST);
        List<String> inOneStep = TestStores.rows(base.engine(), DEST);
        base.drop(DEST);
        base.start(taken);
        atNoon.merge(sources, DEST);
        assertThat(TestStores.rows(base.engine(), DEST)).isEqualTo(inOneStep);
    }

    @Test
    void settings_out_of_range_are_refused() {
        CompactorSettings settings = CompactorSettings.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withFanIn(1));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withSortMemoryBytes(4095));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withContestedInHeap(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withContestedInHeap((1 << 24) + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withWaitAtMost(Duration.ofNanos(-1)));
    }

    @Test
    void a_list_must_name_different_sources_that_are_not_the_target() {
        assertRefused(Kind.INVALID, "no source", () -> compactor.merge(List.of(), DEST));
        List<SyncSource> twice = List.of(sources.get(0), sources.get(1), sources.get(0));
        assertRefused(Kind.INVALID, "listed twice", () -> compactor.merge(twice, DEST));
        SyncStore wrapped = SyncStore.open(new HookedEngine(source.engine(), range -> {}));
        List<SyncSource> sameTwice =
                List.of(sources.get(0), new SyncSource(wrapped, sources.get(0).sync()));
        assertRefused(Kind.INVALID, "listed twice", () -> compactor.merge(sameTwice, DEST));
        List<SyncSource> target = List.of(sources.get(0), new SyncSource(base, DEST));
        assertRefused(Kind.INVALID, "source and target", () -> compactor.merge(target, DEST));
        assertUntouched();
    }

    @Test
    void the_target_must_be_started_unfinished_and_empty() {
        SyncId absent = SampleAccess.sync(50);
        assertRefused(Kind.NOT_FOUND, absent.toString(), () -> compactor.merge(inSource(source), absent));
        SyncId finished = SampleAccess.sync(9);
        assertRefused(Kind.FINISHED, finished.toString(), () -> compactor.merge(inSource(source), finished));
        assertUntouched();
        int number = 60;
        for (Bucket bucket : Bucket.all()) {
            SyncId begun = SampleAccess.sync(number++);
            start(begun);
            String[] elements = new String[bucket.elements()];
            Arrays.fill(elements, "a");
            if (bucket != Bucket.SYNC_RUN) {
                put(base, bucket.key(begun, elements), new byte[0]);
                before = wholeBase();
                assertRefused(Kind.INVALID, bucket.label(), () -> compactor.merge(inSource(source), begun));
            }
        }
        assertUntouched();
    }

    @Test
    void sources_must_be_there_finished_and_of_a_known_type() {
        SyncId odd = SampleAccess.sync(51);
        List<SyncSource> with = List.of(sources.get(0), new SyncSource(source, odd));
        assertRefused(Kind.NOT_FOUND, odd.toString(), () -> compactor.merge(with, DEST));
        OpenSync unfinished = source.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(odd));
        assertRefused(Kind.UNFINISHED, odd + " in ", () -> compactor.merge(with, DEST));
        unfinished.finish();
        for (SyncType diff : List.of(
                SyncType.SYNC_TYPE_PARTIAL_UPSERTS,
                SyncType.SYNC_TYPE_PARTIAL_DELETIONS,
                SyncType.SYNC_TYPE_UNSPECIFIED)) {
            put(
                    source,
                    Bucket.SYNC_RUN.key(odd),
                    RecordType.SYNC_RUN.encode(
                            SampleAccess.run(odd).toBuilder().setType(diff).build()));
            assertRefused(Kind.INVALID, "only full, partial and", () -> compactor.merge(with, DEST));
        }
        put(source, Bucket.SYNC_RUN.key(odd), new byte[] {1});
        assertRefused(Kind.CORRUPT, odd.toString(), () -> compactor.merge(with, DEST));
        assertUntouched();
    }

    @Test
    void a_target_held_by_another_call_is_busy() {
        try (SyncLease held = base.lease(Set.of(DEST), Duration.ZERO)) {
            assertThat(held.syncs()).containsExactly(DEST);
            assertRefused(Kind.BUSY, DEST.toString(), () -> compactor.merge(sources, DEST));
        }
        assertUntouched();
    }

    @Test
    void the_target_is_held_to_the_end_and_handles_on_it_are_stale() {
        OpenSync handle = base.resume(DEST);
        List<SyncSource> watched = hooked(range -> assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> base.lease(Set.of(DEST), Duration.ZERO))
                .matches(e -> e.kind() == Kind.BUSY));
        compactor.merge(watched, DEST);
        assertRefused(Kind.STALE, "replaced", handle::finish);
        base.lease(Set.of(DEST), Duration.ZERO).close();
    }

    @Test
    void a_record_whose_time_decides_and_cannot_be_read_is_named() {
        byte[] key = Bucket.GRANT.key(SampleAccess.sync(2), "both");
        put(source, Bucket.GRANT.key(SampleAccess.sync(3), "both"), grant("both"));
        put(source, key, new byte[] {0x12, 4, 'b', 'o', 't', 'h', 0x2a, 2, 0x10, (byte) 0x80});
        assertRefused(Kind.CORRUPT, "grant " + SampleAccess.sync(2) + " (\"both\")", this::merge)
                .hasMessageContaining(sources.get(1).toString());
        put(source, key, new byte[] {0x12, 4, 'b', 'o', 't', 'h', 0x2a, 6, 0x10, -1, -1, -1, -1, 15});
        assertRefused(Kind.CORRUPT, "(\"both\")", this::merge);
        assertUntouched();
    }

    @Test
    void a_record_that_cannot_be_counted_is_named() {
        put(source, Bucket.ENTITLEMENT.key(SampleAccess.sync(2), "alone"), new byte[] {0x1a, 100});
        assertRefused(Kind.CORRUPT, "entitlement " + SampleAccess.sync(2) + " (\"alone\")", this::merge)
                .hasMessageContaining(sources.get(1).toString());
        assertUntouched();
    }

    @Test
    void a_time_that_decides_nothing_is_not_read() {
        byte[] odd = {0x12, 5, 'a', 'l', 'o', 'n', 'e', 0x2a, 1, (byte) 0x80};
        put(source, Bucket.GRANT.key(SampleAccess.sync(2), "alone"), odd);
        compactor.merge(sources, DEST);
        assertThat(base.engine().get(Bucket.GRANT.key(DEST, "alone"))).isEqualTo(odd);
    }

    @Test
    void a_key_that_is_none_is_named() {
        put(source, Bucket.GRANT.prefix(SampleAccess.sync(2)), grant("a"));
        assertRefused(Kind.CORRUPT, "grant key", this::merge);
        assertUntouched();
    }

    @Test
    void a_key_of_too_many_elements_is_named_with_its_source() {
        SyncId sync = sources.get(1).sync();
        put(source, Bytes.concat(Bucket.GRANT.key(sync, "a"), new byte[] {0, 'b'}), grant("b"));
        assertRefused(Kind.CORRUPT, sources.get(1) + ": grant key", this::merge);
        assertUntouched();
    }

    /** X09 */
    @Test
    void a_cancellation_at_any_step_changes_nothing_and_a_rerun_completes() {
        AtomicInteger steps = new AtomicInteger();
        compactor.merge(hooked(range -> steps.incrementAndGet()), DEST);
        List<String> merged = TestStores.rows(base.engine(), DEST);
        base.drop(DEST);
        start(DEST);
        for (int step = 1; step < steps.get(); step += step < 40 ? 7 : 97) {
            Cancellation cancellation = new Cancellation();
            int last = step;
            AtomicInteger moves = new AtomicInteger();
            List<SyncSource> watched = hooked(range -> {
                if (moves.incrementAndGet() == last) {
                    cancellation.cancel();
                }
            });
            MergeOptions options = DEFAULTS.withControl(WorkControl.none().withCancellation(cancellation));
            assertRefused(Kind.CANCELLED, "nothing was changed", () -> compactor.merge(watched, DEST, options));
            assertThat(TestStores.staged(base)).isEmpty();
            assertThat(TestStores.rows(base.engine(), DEST)).hasSize(1);
        }
        compactor.merge(inSource(source), DEST);
        assertThat(TestStores.rows(base.engine(), DEST)).hasSameSizeAs(merged);
    }

    @Test
    void a_deadline_that_passes_while_rows_are_staged_changes_nothing() {
        Instant deadline = Instant.now().plusMillis(300);
        List<SyncSource> slow = hooked(range -> {
            while (!Instant.now().isAfter(deadline)) {
                Thread.onSpinWait();
            }
        });
        MergeOptions options = DEFAULTS.withControl(WorkControl.none().withDeadline(deadline));
        assertRefused(Kind.TIMED_OUT, "by " + deadline, () -> compactor.merge(slow, DEST, options));
        MergeOptions none = DEFAULTS.withControl(WorkControl.none().withBudget(Duration.ZERO));
        assertRefused(Kind.TIMED_OUT, "within 0 ms", () -> compactor.merge(sources, DEST, none));
        assertUntouched();
    }

    /** L07 */
    @Test
    void a_source_that_fails_midway_changes_nothing() {
        for (Bucket bucket : List.of(Bucket.GRANT, Bucket.GRANT_BY_PRINCIPAL, Bucket.RESOURCE_BY_PARENT)) {
            KeyRange range = KeyRange.prefix(bucket.prefix(SampleAccess.sync(2)));
            AtomicInteger moves = new AtomicInteger();
            List<SyncSource> failing = hooked(moved -> {
                if (moved.equals(range) && moves.incrementAndGet() == 5) {
                    throw new EngineException(EngineException.Kind.CORRUPT, "bad block");
                }
            });
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> compactor.merge(failing, DEST))
                    .withMessage("bad block")
                    .matches(e -> e.kind() == EngineException.Kind.CORRUPT);
            assertUntouched();
        }
        compactor.merge(sources, DEST);
        assertThat(base.find(DEST).orElseThrow().isFinished()).isTrue();
    }

    @Test
    void what_is_written_to_a_source_meanwhile_is_not_taken() {
        AtomicInteger moves = new AtomicInteger();
        List<SyncSource> busy = hooked(range ->
                put(source, Bucket.GRANT.key(SampleAccess.sync(2), "late-" + moves.incrementAndGet()), grant("late")));
        compactor.merge(busy, DEST);
        assertThat(TestStores.rows(base.engine(), DEST)).noneMatch(row -> row.contains("late-"));
    }

    @Test
    void an_interrupt_does_not_end_it() {
        Thread.currentThread().interrupt();
        try {
            new Compactor(base, CompactorSettings.defaults().withContestedInHeap(0)).merge(sources, DEST);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(base.find(DEST).orElseThrow().isFinished()).isTrue();
    }

    @Test
    void the_listener_hears_of_every_phase_and_may_end_the_merge_until_it_is_done() {
        for (Phase phase : List.of(Phase.CHECK, Phase.STAGE)) {
            MergeOptions options = DEFAULTS.withControl(WorkControl.none().withListener(progress -> {
                if (progress.phase() == phase) {
                    throw new IllegalStateException("no more");
                }
            }));
            assertThatThrownBy(() -> compactor.merge(sources, DEST, options)).hasMessage("no more");
            assertUntouched();
        }
        List<Progress> heard = new ArrayList<>();
        MergeResult result = compactor.merge(
                sources, DEST, DEFAULTS.withControl(WorkControl.none().withListener(heard::add)));
        assertThat(heard)
                .extracting(Progress::phase)
                .containsSubsequence(Phase.CHECK, Phase.STAGE, Phase.COMMIT)
                .isSorted();
        assertThat(lastStaged(heard).records()).isEqualTo(result.records() - 2);
    }

    @Test
    void rows_that_are_staged_anew_are_not_counted_twice() {
        SyncId sync = sources.get(0).sync();
        put(sources.get(0).store(), Bucket.GRANT_BY_PRINCIPAL.key(sync, "user", "stray", "9"), new byte[0]);
        List<Progress> heard = new ArrayList<>();
        MergeResult result = compactor.merge(
                sources, DEST, DEFAULTS.withControl(WorkControl.none().withListener(heard::add)));
        assertThat(result.rebuiltIndexes()).isNotEmpty();
        assertThat(lastStaged(heard).records()).isEqualTo(result.records() - 2);
    }

    private static Progress lastStaged(List<Progress> heard) {
        return heard.stream()
                .filter(progress -> progress.phase() == Phase.STAGE)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void a_read_only_base_is_refused_and_a_read_only_source_is_not() {
        base.engine().close();
        base = SyncStore.open(provider.open(directory.resolve("base"), Map.of("readOnly", "true")));
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> new Compactor(base).merge(inSource(source), DEST))
                .matches(e -> e.kind() == EngineException.Kind.READ_ONLY);
        assertThat(wholeBase()).isEqualTo(before);
        source.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(DEST));
        new Compactor(source).merge(List.of(new SyncSource(base, SampleAccess.sync(9))), DEST);
        assertThat(source.find(DEST).orElseThrow().isFinished()).isTrue();
    }

    private void merge() {
        compactor.merge(sources, DEST);
    }

    private void start(SyncId sync) {
        base.start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).withId(sync).startedAt(SampleAccess.NOON));
    }

    private List<SyncSource> hooked(HookedEngine.Hook hook) {
        return inSource(SyncStore.open(new HookedEngine(source.engine(), hook)));
    }

    private static byte[] grant(String id) {
        return RecordType.GRANT.encode(
                GrantRecord.newBuilder().setExternalId(id).build());
    }

    private static void put(SyncStore store, byte[] key, byte[] value) {
        store.engine().write(new Batch().put(key, value), Durability.RELAXED);
    }

    private List<String> wholeBase() {
        return TestStores.rows(base.engine(), KeyRange.all());
    }

    private void assertUntouched() {
        assertThat(wholeBase()).isEqualTo(before);
        assertThat(TestStores.staged(base)).isEmpty();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Kind kind, String message, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }
}
