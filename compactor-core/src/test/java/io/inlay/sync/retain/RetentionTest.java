package io.inlay.sync.retain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reclaim;
import io.inlay.engine.tck.decorate.FaultingEngine;
import io.inlay.engine.tck.decorate.LeakFindingEngine;
import io.inlay.sync.Difference;
import io.inlay.sync.Listing;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.Cancellation;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.Timestamps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
class RetentionTest {
    private static final WorkControl NONE = WorkControl.none();

    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    private FaultingEngine engine;
    private SyncStore store;

    @BeforeEach
    void open() {
        engine = new FaultingEngine(new LeakFindingEngine(provider.open(directory.resolve("store"), Map.of())));
        store = SyncStore.open(engine);
    }

    @AfterEach
    void close() {
        List<Difference> found = new ArrayList<>();
        new SyncVerifier(engine, found::add).verifyAll();
        assertThat(found).isEmpty();
        engine.close();
        // Closed, because an engine's own housekeeping stages too.
        assertThat(TestStores.staged(store)).isEmpty();
    }

    /** A finished full sync that started so many seconds after noon. */
    private SyncId full(int second) {
        SyncId sync = SampleAccess.sync(second);
        SyncRunRecord run = SampleAccess.run(sync).toBuilder()
                .setStartedAt(Timestamps.of(SampleAccess.NOON.plusSeconds(second)))
                .setEndedAt(Timestamps.of(SampleAccess.NOON.plusSeconds(second + 1)))
                .build();
        try (SyncImport begun = SyncImport.begin(store, run, ImportOptions.defaults())) {
            new SampleAccess(second, 20).forEach(sync, (record, line) -> SampleAccess.add(begun, record, line));
            begun.commit();
        }
        return sync;
    }

    private Retention keeping(int fullSyncs) {
        return new Retention(store, RetentionPolicy.defaults().withFullSyncs(fullSyncs));
    }

    private List<SyncId> syncs() {
        return store.runs().stream().map(SyncRun::id).toList();
    }

    private List<String> rows() {
        return TestStores.rows(engine, KeyRange.all());
    }

    private static void assertRefused(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void R22_R28_of_ten_syncs_two_remain_byte_for_byte_also_after_reopening() {
        List<SyncId> last = List.of(full(9), full(10));
        List<String> expected = rows();
        for (int second = 1; second <= 8; second++) {
            full(second);
        }
        RetentionResult result = new Retention(store, RetentionPolicy.defaults()).run(NONE);

        assertThat(syncs()).isEqualTo(last);
        assertThat(rows()).isEqualTo(expected);
        assertThat(result.plan().dropped()).hasSize(8);
        assertThat(result.replaced()).isPresent();
        assertThat(result.reclaimed()).isEqualTo(engine.find(Reclaim.class).map(offered -> true));
        assertThat(result.times()).containsOnlyKeys(Phase.CHECK, Phase.STAGE, Phase.COMMIT);
        assertThat(engine.calls(FaultingEngine.Call.COMMIT)).isEqualTo(11);
        engine.close();
        open();
        assertThat(rows()).isEqualTo(expected);
    }

    @Test
    void R30_a_lower_limit_drops_more_and_again_drops_nothing() {
        for (int second = 1; second <= 5; second++) {
            full(second);
        }
        keeping(2).run(NONE);
        assertThat(syncs()).hasSize(2);
        keeping(1).run(NONE);
        assertThat(syncs()).containsExactly(SampleAccess.sync(5));
        RetentionResult again = keeping(1).run(NONE);
        assertThat(again.replaced()).isEmpty();
        assertThat(syncs()).containsExactly(SampleAccess.sync(5));
    }

    @Test
    void a_plan_changes_nothing() {
        full(1);
        full(2);
        List<String> before = rows();

        RetentionPlan plan = keeping(1).plan();

        assertThat(plan.dropped()).containsExactly(SampleAccess.sync(1));
        assertThat(rows()).isEqualTo(before);
        keeping(1).apply(plan, NONE);
        assertThat(syncs()).containsExactly(SampleAccess.sync(2));
    }

    @Test
    void a_sync_that_another_call_holds_stays() {
        full(1);
        full(2);
        full(3);
        RetentionPlan before = keeping(1).plan();
        try (SyncLease lease = store.lease(Set.of(SampleAccess.sync(1)), Duration.ZERO)) {
            assertRefused(Kind.BUSY, () -> keeping(1).apply(before, NONE));
            assertThat(syncs()).hasSize(3);
            keeping(1).run(NONE);
        }
        assertThat(syncs()).containsExactly(SampleAccess.sync(1), SampleAccess.sync(3));
    }

    @Test
    void a_plan_that_the_store_has_outgrown_is_refused() {
        full(1);
        full(2);
        RetentionPlan plan = keeping(1).plan();
        store.drop(SampleAccess.sync(2));
        assertRefused(Kind.STALE, () -> keeping(1).apply(plan, NONE));
        store.drop(SampleAccess.sync(1));
        assertRefused(Kind.STALE, () -> keeping(1).apply(plan, NONE));
    }

    @Test
    void readers_keep_what_they_see() {
        full(1);
        full(2);
        try (SyncReader reader = store.read(SampleAccess.sync(1))) {
            keeping(1).run(NONE);
            assertThat(reader.page(Listing.grants(), 0, "").records()).hasSize(20);
        }
        assertRefused(Kind.NOT_FOUND, () -> store.read(SampleAccess.sync(1)));
    }

    @Test
    void an_unfinished_sync_stays() {
        full(2);
        SyncId open = SampleAccess.sync(1);
        try (SyncImport begun = SyncImport.begin(store, SampleAccess.unfinishedRun(open), ImportOptions.defaults())) {
            begun.commit();
        }
        keeping(0).run(NONE);
        assertThat(syncs()).containsExactly(open);
    }

    @Test
    void what_is_cancelled_late_or_fails_changes_nothing() {
        full(1);
        full(2);
        List<String> before = rows();
        Cancellation cancellation = new Cancellation();
        WorkControl cancelling = NONE.withCancellation(cancellation).withListener(progress -> {
            if (progress.phase() == Phase.STAGE) {
                cancellation.cancel();
            }
        });
        assertRefused(Kind.CANCELLED, () -> keeping(1).run(cancelling));
        assertRefused(Kind.TIMED_OUT, () -> keeping(1).run(NONE.withBudget(Duration.ZERO)));
        for (FaultingEngine.Call call : List.of(
                FaultingEngine.Call.BEGIN,
                FaultingEngine.Call.OPEN_RUN,
                FaultingEngine.Call.COMMIT,
                FaultingEngine.Call.OPEN_VIEW)) {
            engine.fail(call, 1, EngineException.Kind.FULL);
            assertThatThrownBy(() -> keeping(1).run(NONE)).isInstanceOf(EngineException.class);
        }
        assertThat(rows()).isEqualTo(before);
        assertThat(store.leased()).isEmpty();
        keeping(1).run(NONE);
        assertThat(syncs()).containsExactly(SampleAccess.sync(2));
    }

    @Test
    void space_is_not_reclaimed_once_the_call_is_cancelled() {
        full(1);
        full(2);
        Cancellation cancellation = new Cancellation();
        WorkControl cancelling = NONE.withCancellation(cancellation).withListener(progress -> {
            if (progress.phase() == Phase.COMMIT) {
                cancellation.cancel();
            }
        });
        RetentionResult result = keeping(1).run(cancelling);

        assertThat(syncs()).containsExactly(SampleAccess.sync(2));
        assertThat(result.replaced()).isPresent();
    }
}
