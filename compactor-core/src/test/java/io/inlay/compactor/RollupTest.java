package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.tck.decorate.FaultingEngine;
import io.inlay.engine.tck.decorate.FaultingEngine.Call;
import io.inlay.sync.Listing;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Cancellation;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.Progress;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of syncs and rollups, with what they refuse. C numbers are those of the reference's behaviours. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#pairs")
class RollupTest {
    private static final List<SyncId> SYNCS =
            List.of(SampleAccess.sync(3), SampleAccess.sync(1), SampleAccess.sync(2), SampleAccess.sync(4));
    private static final SyncId OTHER = SampleAccess.sync(9);
    private static final CompactOptions DEFAULTS = CompactOptions.defaults();

    @Parameter(0)
    EngineProvider baseProvider;

    @Parameter(1)
    EngineProvider sourceProvider;

    @TempDir
    Path directory;

    private Engine baseEngine;
    private FaultingEngine faults;
    private SyncStore base;
    private SyncStore source;
    private Compactor compactor;

    @BeforeEach
    void open() {
        baseEngine = baseProvider.open(directory.resolve("base"), Map.of());
        faults = new FaultingEngine(baseEngine);
        base = SyncStore.open(faults);
        source = TestStores.open(sourceProvider, directory.resolve("source"));
        compactor = new Compactor(base, CompactorSettings.defaults().withSliceRecords(20));
        for (int i = 0; i < SYNCS.size(); i++) {
            TestStores.fill(source, SYNCS.get(i), new SampleAccess(i, 60));
        }
        TestStores.fill(base, OTHER, new SampleAccess(7, 60));
    }

    @AfterEach
    void close() {
        base.engine().close();
        source.engine().close();
    }

    /** C01 */
    @Test
    void a_copy_holds_all_rows_and_is_listed_as_its_original() {
        SyncId sync = SYNCS.get(0);
        CompactResult result = compactor.copy(source, sync);
        assertThat(rows(base, sync)).isEqualTo(rows(source, sync)).hasSize((int) result.records());
        try (SyncReader copy = base.read(sync);
                SyncReader original = source.read(sync)) {
            var listing = Listing.grantsOf("group:group-0:member");
            assertThat(copy.page(listing, 100, "").records())
                    .isNotEmpty()
                    .isEqualTo(original.page(listing, 100, "").records());
        }
    }

    /** C03 */
    @Test
    void an_unfinished_sync_is_not_copied_and_nothing_is_left_of_it() {
        source.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(SampleAccess.sync(5)));
        assertRefused(Kind.UNFINISHED, () -> compactor.copy(source, SampleAccess.sync(5)));
        assertThat(TestStores.staged(base)).isEmpty();
    }

    @Test
    void a_copy_replaces_nothing() {
        TestStores.fill(source, OTHER, new SampleAccess(8, 60));
        assertRefused(Kind.ALREADY_EXISTS, () -> compactor.copy(source, OTHER));
        assertRefused(
                Kind.EMPTY, () -> compactor.copy(source, SampleAccess.sync(5), DEFAULTS.withOnEmpty(OnEmpty.EXCISE)));
    }

    @Test
    void a_rollup_compacts_each_sync_once() {
        List<String> other = rows(base, OTHER);
        RollupResult result = compactor.rollup(source, SYNCS);
        assertThat(result.compacted()).extracting(CompactResult::sync).isEqualTo(SYNCS);
        assertThat(result.skipped()).isEmpty();
        assertThat(result.records()).isEqualTo(rowsOfAll(source).size()).isPositive();
        assertThat(result.bytes()).isPositive();
        assertThat(rowsOfAll(base)).isEqualTo(rowsOfAll(source));
        assertThat(rows(base, OTHER)).isEqualTo(other);

        RollupResult again = compactor.rollup(source, SYNCS);
        assertThat(again.compacted()).isEmpty();
        assertThat(again.skipped()).isEqualTo(SYNCS);
    }

    @Test
    void only_what_differs_in_run_or_statistics_is_compacted_again() {
        compactor.rollup(source, SYNCS);
        source.markSupportsDiff(SYNCS.get(1));
        TestStores.drop(source, SYNCS.get(2));
        TestStores.fill(source, SYNCS.get(2), new SampleAccess(5, 80));

        RollupResult result = compactor.rollup(source, SYNCS);

        assertThat(result.skipped()).containsExactly(SYNCS.get(0), SYNCS.get(3));
        assertThat(rowsOfAll(base)).isEqualTo(rowsOfAll(source));
    }

    /** Without statistics nothing tells that the rows are the same. */
    @Test
    void an_unfinished_sync_is_never_skipped() {
        SyncId open = SampleAccess.sync(5);
        var handle = source.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(open));
        CompactOptions unfinished = DEFAULTS.withUnfinished(true);
        compactor.rollup(source, List.of(open), unfinished);
        new SampleAccess(1, 10).records(open).forEach(record -> SampleAccess.put(handle, record));
        assertThat(compactor.rollup(source, List.of(open), unfinished).skipped())
                .isEmpty();
        assertThat(rows(base, open)).isEqualTo(rows(source, open)).hasSizeGreaterThan(10);
    }

    @Test
    void a_bad_list_is_refused_before_anything_is_done() {
        source.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(SampleAccess.sync(5)));
        assertRefused(Kind.INVALID, () -> compactor.rollup(source, List.of()));
        assertRefused(Kind.INVALID, () -> compactor.rollup(source, List.of(SYNCS.get(0), SYNCS.get(1), SYNCS.get(0))));
        assertRefused(Kind.INVALID, () -> compactor.rollup(base, List.of(OTHER)));
        assertRefused(Kind.UNFINISHED, () -> compactor.rollup(source, List.of(SYNCS.get(0), SampleAccess.sync(5))));
        assertRefused(Kind.EMPTY, () -> compactor.rollup(source, List.of(SYNCS.get(0), SampleAccess.sync(6))));
        assertThatNullPointerException().isThrownBy(() -> compactor.rollup(source, Arrays.asList(SYNCS.get(0), null)));
        assertThatNullPointerException().isThrownBy(() -> compactor.rollup(null, SYNCS));
    }

    @Test
    void a_failure_half_way_tells_what_is_done_and_a_second_call_goes_on() {
        faults.fail(Call.COMMIT, 3, EngineException.Kind.FULL);
        RollupException failure = catchThrowableOfType(RollupException.class, () -> compactor.rollup(source, SYNCS));
        assertThat(failure.kind()).isEqualTo(Kind.INCOMPLETE);
        assertThat(failure).hasCauseInstanceOf(EngineException.class);
        assertThat(failure.done().compacted()).extracting(CompactResult::sync).isEqualTo(SYNCS.subList(0, 2));
        assertThat(failure)
                .hasMessageContaining(SYNCS.get(2).toString())
                .hasMessageContaining("compacted before that: 2, there already: 0, left: 2");
        assertThat(rows(base, SYNCS.get(2))).isEmpty();

        assertThat(compactor.rollup(source, SYNCS).skipped()).isEqualTo(SYNCS.subList(0, 2));
        assertThat(rowsOfAll(base)).isEqualTo(rowsOfAll(source));
    }

    @Test
    void a_failure_before_anything_is_done_is_passed_as_it_is() {
        faults.fail(Call.COMMIT, 1, EngineException.Kind.FULL);
        assertThatExceptionOfType(EngineException.class).isThrownBy(() -> compactor.rollup(source, SYNCS));
        assertThat(rowsOfAll(base)).isEmpty();
    }

    @Test
    void it_is_cancelled_between_syncs_and_within_one() {
        for (Phase phase : List.of(Phase.CHECK, Phase.STAGE)) {
            List<String> before = rowsOfAll(base);
            Cancellation cancellation = new Cancellation();
            int[] commits = {0};
            CompactOptions options = DEFAULTS.withControl(WorkControl.none()
                    .withCancellation(cancellation)
                    .withListener(progress -> cancelSecond(progress, phase, commits, cancellation)));
            RollupException failure =
                    catchThrowableOfType(RollupException.class, () -> compactor.rollup(source, SYNCS, options));
            assertThat(failure).hasCauseInstanceOf(SyncException.class).hasMessageContaining("cancelled");
            assertThat(failure.done().compacted()).hasSize(1);
            assertThat(rowsOfAll(base)).hasSizeGreaterThan(before.size());
            assertThat(TestStores.staged(base)).isEmpty();
        }
        assertThat(compactor.rollup(source, SYNCS).skipped()).isEqualTo(SYNCS.subList(0, 2));
    }

    private static void cancelSecond(Progress progress, Phase phase, int[] commits, Cancellation cancellation) {
        if (progress.phase() == Phase.COMMIT) {
            commits[0]++;
        } else if (commits[0] > 0 && progress.phase() == phase) {
            cancellation.cancel();
        }
    }

    @Test
    void the_budget_is_that_of_the_whole() {
        CompactOptions none = DEFAULTS.withControl(WorkControl.none().withBudget(Duration.ZERO));
        assertRefused(Kind.TIMED_OUT, () -> compactor.rollup(source, SYNCS, none));
    }

    private void assertRefused(Kind kind, ThrowingCallable call) {
        List<String> before = TestStores.rows(base.engine(), KeyRange.all());
        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(TestStores.rows(base.engine(), KeyRange.all())).isEqualTo(before);
    }

    private static List<String> rows(SyncStore store, SyncId sync) {
        return TestStores.rows(store.engine(), sync);
    }

    private static List<String> rowsOfAll(SyncStore store) {
        List<String> rows = new ArrayList<>();
        SYNCS.forEach(sync -> rows.addAll(rows(store, sync)));
        return rows;
    }
}
