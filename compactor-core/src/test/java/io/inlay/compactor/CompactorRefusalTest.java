package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
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
import io.inlay.sync.record.SyncType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a compaction refuses and what ends it: afterwards the base is as it was. */
class CompactorRefusalTest extends RefusalCase {
    private static final SyncId SYNC = SampleAccess.sync(5);
    private static final SyncId OTHER = SampleAccess.sync(6);
    private static final CompactOptions DEFAULTS = CompactOptions.defaults();
    private Compactor compactor;

    @BeforeEach
    void open() {
        compactor = new Compactor(base, CompactorSettings.defaults().withSliceRecords(50));
        TestStores.fill(base, SYNC, new SampleAccess(1, 100));
        TestStores.fill(base, OTHER, new SampleAccess(1, 100));
        remember();
    }

    /** X06 */
    @Test
    void nothing_is_not_an_argument() {
        assertThatNullPointerException().isThrownBy(() -> new Compactor(null));
        assertThatNullPointerException().isThrownBy(() -> compactor.compact(null, SYNC));
        assertThatNullPointerException().isThrownBy(() -> compactor.compact(source, null));
    }

    @Test
    void settings_out_of_range_are_refused() {
        CompactorSettings settings = CompactorSettings.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withThreads(0));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withSliceRecords(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withWaitAtMost(Duration.ofNanos(-1)));
    }

    @Test
    void a_store_is_not_compacted_into_itself() {
        assertRefused(Kind.INVALID, "same store", () -> compactor.compact(base, SYNC));
        SyncStore wrapped = SyncStore.open(new HookedEngine(base.engine(), range -> {}));
        assertRefused(Kind.INVALID, "same store", () -> compactor.compact(wrapped, SYNC));
    }

    @Test
    void an_unfinished_source_is_refused_unless_asked_for() {
        source.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(SYNC));
        assertRefused(Kind.UNFINISHED, "not finished", () -> compactor.compact(source, SYNC));
        assertUntouched();

        compactor.compact(source, SYNC, DEFAULTS.withUnfinished(true));
        assertThat(rows(base)).isEqualTo(rows(source)).hasSize(1);
    }

    @Test
    void rows_without_a_run_record_are_refused_unless_asked_for() {
        put(source, Bucket.ASSET.key(SYNC, "a"), new byte[1]);
        assertRefused(Kind.UNFINISHED, "no run record", () -> compactor.compact(source, SYNC));
        assertUntouched();

        compactor.compact(source, SYNC, DEFAULTS.withUnfinished(true));
        assertThat(rows(base)).isEqualTo(rows(source)).hasSize(1);
    }

    @Test
    void a_damaged_run_record_is_corrupt() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 10));
        put(source, Bucket.SYNC_RUN.key(SYNC), new byte[] {1});
        assertRefused(Kind.CORRUPT, SYNC.toString(), () -> compactor.compact(source, SYNC));
        assertUntouched();
    }

    @Test
    void a_sync_held_by_another_call_is_busy() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 10));
        try (SyncLease held = base.lease(Set.of(SYNC), Duration.ZERO)) {
            assertThat(held.syncs()).containsExactly(SYNC);
            assertRefused(Kind.BUSY, SYNC.toString(), () -> compactor.compact(source, SYNC));
            CompactOptions briefly = DEFAULTS.withControl(WorkControl.none().withBudget(Duration.ofMillis(150)));
            assertRefused(
                    Kind.TIMED_OUT,
                    "within 150 ms",
                    () -> compactor.compact(source, SYNC, briefly.withWaitAtMost(Duration.ofDays(1))));
        }
        assertUntouched();
    }

    @Test
    void a_wait_for_a_busy_sync_is_cancelled() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 10));
        Cancellation cancellation = new Cancellation();
        CompactOptions patient = DEFAULTS.withWaitAtMost(Duration.ofDays(1))
                .withControl(WorkControl.none()
                        .withCancellation(cancellation)
                        .withListener(progress -> cancellation.cancel()));
        try (SyncLease held = base.lease(Set.of(SYNC), Duration.ZERO)) {
            assertThat(held.syncs()).containsExactly(SYNC);
            assertRefused(Kind.CANCELLED, "nothing was changed", () -> compactor.compact(source, SYNC, patient));
        }
        assertUntouched();
    }

    @Test
    void a_sync_that_becomes_free_is_waited_for() throws Exception {
        TestStores.fill(source, SYNC, new SampleAccess(2, 10));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (SyncLease held = base.lease(Set.of(SYNC), Duration.ZERO)) {
            Cancellation started = new Cancellation();
            CompactOptions patient = DEFAULTS.withWaitAtMost(Duration.ofMinutes(5))
                    .withControl(WorkControl.none().withListener(progress -> started.cancel()));
            Future<CompactResult> waiting = thread.submit(() -> compactor.compact(source, SYNC, patient));
            while (!started.isCancelled()) {
                Thread.onSpinWait();
            }
            assertUntouched();
            held.close();
            assertThat(waiting.get().records()).isEqualTo(rows(source).size());
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void the_sync_is_held_to_the_end_and_handles_on_it_are_stale() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 10));
        OpenSync handle = base.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(SampleAccess.sync(9)));
        SyncId started = handle.id();
        TestStores.fill(source, started, new SampleAccess(2, 10));
        SyncStore watched = hooked(range -> assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> base.lease(Set.of(started), Duration.ZERO))
                .matches(e -> e.kind() == Kind.BUSY));
        compactor.compact(watched, started);
        assertRefused(Kind.STALE, "replaced", handle::finish);
        base.lease(Set.of(started), Duration.ZERO).close();
    }

    @Test
    void what_is_written_to_the_source_meanwhile_is_not_taken() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 100));
        List<String> pinned = rows(source);
        AtomicInteger moves = new AtomicInteger();
        SyncStore busy =
                hooked(range -> put(source, Bucket.GRANT.key(SYNC, "late-" + moves.incrementAndGet()), new byte[1]));
        compactor.compact(busy, SYNC);
        assertThat(rows(base)).isEqualTo(pinned).hasSizeLessThan(rows(source).size());
    }

    /** X09 */
    @Test
    void a_cancellation_at_any_step_changes_nothing_and_a_rerun_completes() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 10));
        int steps = rows(source).size() + 14;
        for (int step = 1; step < steps; step++) {
            Cancellation cancellation = new Cancellation();
            int last = step;
            AtomicInteger moves = new AtomicInteger();
            SyncStore watched = hooked(range -> {
                if (moves.incrementAndGet() == last) {
                    cancellation.cancel();
                }
            });
            CompactOptions options = DEFAULTS.withControl(WorkControl.none().withCancellation(cancellation));
            assertRefused(Kind.CANCELLED, "nothing was changed", () -> compactor.compact(watched, SYNC, options));
            assertUntouched();
        }
        compactor.compact(source, SYNC);
        assertThat(rows(base)).isEqualTo(rows(source));
    }

    @Test
    void a_deadline_that_passes_while_rows_are_staged_changes_nothing() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 100));
        Instant deadline = Instant.now().plusSeconds(1);
        SyncStore slow = hooked(range -> {
            while (!Instant.now().isAfter(deadline)) {
                Thread.onSpinWait();
            }
        });
        CompactOptions options = DEFAULTS.withControl(WorkControl.none().withDeadline(deadline));
        assertRefused(Kind.TIMED_OUT, "by " + deadline, () -> compactor.compact(slow, SYNC, options));
        assertUntouched();
    }

    @Test
    void a_source_that_fails_midway_changes_nothing() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 100));
        KeyRange grants = KeyRange.prefix(Bucket.GRANT.prefix(SYNC));
        AtomicInteger moves = new AtomicInteger();
        SyncStore failing = hooked(range -> {
            if (range.equals(grants) && moves.incrementAndGet() == 70) {
                throw new EngineException(EngineException.Kind.CORRUPT, "bad block");
            }
        });
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> compactor.compact(failing, SYNC))
                .withMessage("bad block")
                .matches(e -> e.kind() == EngineException.Kind.CORRUPT);
        assertUntouched();
        compactor.compact(source, SYNC);
        assertThat(rows(base)).isEqualTo(rows(source));
    }

    @Test
    void of_several_failures_the_first_is_thrown_with_the_others_suppressed() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 100));
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger checks = new AtomicInteger();
        SyncStore failing = hooked(range -> {
            if (checks.incrementAndGet() > Bucket.all().size()) {
                await(both);
                throw new IllegalStateException("failed");
            }
        });
        assertThatThrownBy(() -> compactor.compact(failing, SYNC))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertUntouched();
    }

    @Test
    void an_interrupt_does_not_end_it() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 100));
        Thread.currentThread().interrupt();
        try {
            compactor.compact(source, SYNC);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(rows(base)).isEqualTo(rows(source));
    }

    @Test
    void the_listener_hears_of_every_phase_from_one_thread_at_a_time() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 1_000));
        List<Progress> heard = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        CompactOptions options = DEFAULTS.withControl(WorkControl.none().withListener(progress -> {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            heard.add(progress);
            inside.decrementAndGet();
        }));
        CompactResult result = compactor.compact(source, SYNC, options);

        assertThat(heard)
                .extracting(Progress::phase)
                .containsSubsequence(Phase.CHECK, Phase.STAGE, Phase.COMMIT)
                .isSorted();
        Progress staged = heard.stream()
                .filter(progress -> progress.phase() == Phase.STAGE)
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(staged.records()).isEqualTo(result.records());
        assertThat(staged.bytes()).isEqualTo(result.bytes());
        assertThat(staged.expectedRecords()).hasValue(result.records());
    }

    @Test
    void what_a_listener_throws_ends_the_compaction_until_it_is_done() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 10));
        for (Phase phase : List.of(Phase.CHECK, Phase.STAGE)) {
            CompactOptions options = DEFAULTS.withControl(WorkControl.none().withListener(progress -> {
                if (progress.phase() == phase) {
                    throw new IllegalStateException("no more");
                }
            }));
            assertThatThrownBy(() -> compactor.compact(source, SYNC, options)).hasMessage("no more");
            assertUntouched();
        }
        AtomicInteger commits = new AtomicInteger();
        compactor.compact(source, SYNC, DEFAULTS.withControl(WorkControl.none().withListener(progress -> {
            if (progress.phase() == Phase.COMMIT && commits.incrementAndGet() == 2) {
                throw new IllegalStateException("too late");
            }
        })));
        assertThat(rows(base)).isEqualTo(rows(source));
    }

    @Test
    void two_syncs_are_compacted_at_once() throws Exception {
        TestStores.fill(source, SYNC, new SampleAccess(2, 300));
        TestStores.fill(source, OTHER, new SampleAccess(3, 300));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<CompactResult>> calls =
                    List.of(() -> compactor.compact(source, SYNC), () -> compactor.compact(source, OTHER));
            for (Future<CompactResult> each : threads.invokeAll(calls)) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(wholeBase()).isEqualTo(TestStores.rows(source.engine(), KeyRange.all()));
    }

    @Test
    void a_read_only_base_is_refused_and_a_read_only_source_is_not() {
        TestStores.fill(source, SYNC, new SampleAccess(2, 10));
        base.engine().close();
        base = SyncStore.open(provider.open(directory.resolve("base"), Map.of("readOnly", "true")));
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> new Compactor(base).compact(source, SYNC))
                .matches(e -> e.kind() == EngineException.Kind.READ_ONLY);
        assertUntouched();

        new Compactor(source).compact(base, SYNC);
        assertThat(rows(source)).isEqualTo(rows(base));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    private SyncStore hooked(HookedEngine.Hook hook) {
        return SyncStore.open(new HookedEngine(source.engine(), hook));
    }

    private static List<String> rows(SyncStore store) {
        return TestStores.rows(store.engine(), SYNC);
    }
}
