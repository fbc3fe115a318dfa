package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.bulk.Cancellation;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.Progress;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What ends a merge under way, and what does not: where it ends, the base is as it was. */
class MergeInterruptionTest extends MergeRefusalCase {
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
}
