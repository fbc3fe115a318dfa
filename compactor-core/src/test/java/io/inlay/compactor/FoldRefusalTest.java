package io.inlay.compactor;

import static io.inlay.compactor.SmallSyncs.grant;
import static io.inlay.compactor.SmallSyncs.partial;
import static io.inlay.compactor.SmallSyncs.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.primitives.Bytes;
import com.google.protobuf.MessageLite;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.tck.decorate.FaultingEngine;
import io.inlay.engine.tck.decorate.FaultingEngine.Call;
import io.inlay.engine.tck.decorate.LeakFindingEngine;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Cancellation;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
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

/** What a fold refuses and what ends it: afterwards the base is as it was, by either strategy. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#providers")
class FoldRefusalTest {
    private static final SyncId SYNC = SampleAccess.sync(1);
    private static final SyncId NEWER = SampleAccess.sync(2);
    private static final SyncId MISSING = SampleAccess.sync(9);
    private static final List<FoldStrategy> STRATEGIES = List.of(FoldStrategy.PATCH, FoldStrategy.REBUILD);

    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    private FaultingEngine baseFaults;
    private FaultingEngine sourceFaults;
    private List<LeakFindingEngine> leaks = List.of();
    private SyncStore base;
    private SyncStore source;

    @BeforeEach
    void open() {
        baseFaults = new FaultingEngine(provider.open(directory.resolve("base"), Map.of()));
        sourceFaults = new FaultingEngine(new ModelProvider().open(directory.resolve("source"), Map.of()));
        leaks = List.of(new LeakFindingEngine(baseFaults), new LeakFindingEngine(sourceFaults));
        base = SyncStore.open(leaks.get(0));
        source = SyncStore.open(leaks.get(1));
        SmallSyncs.finished(base, SyncType.SYNC_TYPE_FULL, 1, 10, records(40, "old", 10));
        SmallSyncs.finished(source, SyncType.SYNC_TYPE_PARTIAL, 2, 20, records(60, "new", 20));
    }

    @AfterEach
    void close() {
        base.engine().close();
        source.engine().close();
    }

    private static List<MessageLite> records(int number, String user, long second) {
        List<MessageLite> records = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            records.add(user("u" + i, user, second));
            records.add(grant("" + i, "e", user, second));
        }
        return records;
    }

    @Test
    void a_base_that_is_no_finished_sync_is_refused() {
        SmallSyncs.open(base, SyncType.SYNC_TYPE_FULL, 3, 10);
        SmallSyncs.finished(base, SyncType.SYNC_TYPE_PARTIAL_UPSERTS, 4, 10, List.of());
        assertRefused(Kind.NOT_FOUND, "the base, sync " + MISSING, () -> fold(MISSING, List.of(source(NEWER))));
        assertRefused(Kind.UNFINISHED, "the base", () -> fold(SampleAccess.sync(3), List.of(source(NEWER))));
        assertRefused(Kind.INVALID, "partial_upserts", () -> fold(SampleAccess.sync(4), List.of(source(NEWER))));
        put(base, Bucket.SYNC_RUN.key(SampleAccess.sync(5)), new byte[] {1});
        assertRefused(Kind.CORRUPT, "damaged", () -> fold(SampleAccess.sync(5), List.of(source(NEWER))));
    }

    @Test
    void sources_that_cannot_be_folded_are_refused() {
        SmallSyncs.open(source, SyncType.SYNC_TYPE_FULL, 3, 10);
        SmallSyncs.finished(source, SyncType.SYNC_TYPE_PARTIAL_DELETIONS, 4, 10, List.of());
        assertRefused(Kind.INVALID, "at least one", () -> fold(SYNC, List.of()));
        assertRefused(Kind.INVALID, "twice", () -> fold(SYNC, List.of(source(NEWER), source(MISSING), source(NEWER))));
        assertRefused(
                Kind.INVALID,
                "source and target",
                () -> fold(SYNC, List.of(source(NEWER), new SyncSource(base, SYNC))));
        assertRefused(Kind.NOT_FOUND, MISSING + "", () -> fold(SYNC, List.of(source(NEWER), source(MISSING))));
        assertRefused(
                Kind.UNFINISHED,
                "not finished",
                () -> fold(SYNC, List.of(source(NEWER), source(SampleAccess.sync(3)))));
        assertRefused(Kind.INVALID, "partial_deletions", () -> fold(SYNC, List.of(source(SampleAccess.sync(4)))));
        put(source, Bucket.SYNC_RUN.key(NEWER), new byte[] {1});
        assertRefused(Kind.CORRUPT, "damaged", () -> fold(SYNC, List.of(source(NEWER))));
        assertThatNullPointerException().isThrownBy(() -> fold(SYNC, Collections.singletonList(null)));
        assertThatNullPointerException().isThrownBy(() -> fold(null, List.of(source(NEWER))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FoldOptions.defaults().withWaitAtMost(Duration.ofNanos(-1)));
    }

    @Test
    void a_record_that_decides_and_cannot_be_read_is_named_with_its_store() {
        put(source, Bucket.GRANT.key(NEWER, "7"), new byte[] {1});
        for (FoldStrategy strategy : STRATEGIES) {
            assertRefused(Kind.CORRUPT, "\"7\"", () -> fold(strategy, WorkControl.none()));
            assertRefused(Kind.CORRUPT, NEWER + " in ", () -> fold(strategy, WorkControl.none()));
        }
        partial(source, 3, 20, grant("8", "e", "v", 30));
        put(base, Bucket.GRANT.key(SYNC, "8"), new byte[] {1});
        for (FoldStrategy strategy : STRATEGIES) {
            FoldOptions options = FoldOptions.defaults().withStrategy(strategy);
            SyncSource newer = source(SampleAccess.sync(3));
            assertRefused(
                    Kind.CORRUPT,
                    SYNC + " in " + base.engine().directory(),
                    () -> new Compactor(base).fold(SYNC, List.of(newer), options));
        }
    }

    @Test
    void a_key_of_too_many_elements_is_named() {
        byte[] key = Bytes.concat(Bucket.RESOURCE_TYPE.key(NEWER, "a"), new byte[] {0, 'b'});
        put(source, key, new byte[0]);
        for (FoldStrategy strategy : STRATEGIES) {
            assertRefused(Kind.CORRUPT, "has 2 elements, must have 1", () -> fold(strategy, WorkControl.none()));
        }
    }

    @Test
    void a_sync_that_is_held_is_busy_and_a_handle_on_a_folded_one_is_stale() {
        try (SyncLease held = base.lease(Set.of(SYNC), Duration.ZERO)) {
            assertRefused(Kind.BUSY, SYNC.toString(), () -> fold(SYNC, List.of(source(NEWER))));
        }
        SyncId open = SampleAccess.sync(3);
        OpenSync handle = SmallSyncs.open(base, SyncType.SYNC_TYPE_FULL, 3, 10);
        base.resume(open).finish();
        fold(open, List.of(source(NEWER)));
        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> handle.checkpoint("x"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.STALE));
    }

    @Test
    void cancelled_at_any_report_it_leaves_the_base() {
        for (FoldStrategy strategy : STRATEGIES) {
            List<String> before = wholeBase();
            for (int report = 1; ; report++) {
                Cancellation cancellation = new Cancellation();
                int[] left = {report};
                WorkControl control = WorkControl.none()
                        .withCancellation(cancellation)
                        .withListener(progress -> {
                            if (--left[0] == 0) {
                                cancellation.cancel();
                            }
                        });
                Throwable failure = catchThrowable(() -> fold(strategy, control));
                if (failure == null) {
                    break;
                }
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                SyncException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
                assertAsBefore(before);
            }
            refillBase();
        }
    }

    @Test
    void out_of_time_it_leaves_the_base() {
        for (FoldStrategy strategy : STRATEGIES) {
            assertRefused(
                    Kind.TIMED_OUT,
                    "not done",
                    () -> fold(strategy, WorkControl.none().withBudget(Duration.ZERO)));
        }
    }

    /** Of every kind of call the first, the second, the fourth and so on fails, as many as a fold makes. */
    @Test
    void any_failing_call_leaves_the_base_and_nothing_open() {
        for (FoldStrategy strategy : STRATEGIES) {
            Map<Call, Long> ofBase = calls(baseFaults);
            Map<Call, Long> ofSource = calls(sourceFaults);
            fold(strategy, WorkControl.none());
            calls(baseFaults).forEach((call, number) -> ofBase.merge(call, number, (was, is) -> is - was));
            calls(sourceFaults).forEach((call, number) -> ofSource.merge(call, number, (was, is) -> is - was));
            refillBase();
            ofBase.forEach((call, number) -> failEach(strategy, baseFaults, call, number));
            ofSource.forEach((call, number) -> failEach(strategy, sourceFaults, call, number));
        }
    }

    private static Map<Call, Long> calls(FaultingEngine engine) {
        Map<Call, Long> calls = new EnumMap<>(Call.class);
        for (Call call : Call.values()) {
            calls.put(call, engine.calls(call));
        }
        return calls;
    }

    private void failEach(FoldStrategy strategy, FaultingEngine faults, Call call, long number) {
        for (long nth = 1; nth <= number; nth *= 2) {
            List<String> before = wholeBase();
            faults.fail(call, nth, EngineException.Kind.INTERNAL);
            assertThatExceptionOfType(EngineException.class)
                    .as("%s, call %d of %s", strategy, nth, call)
                    .isThrownBy(() -> fold(strategy, WorkControl.none()))
                    .withMessageContaining("was chosen to fail");
            assertAsBefore(before);
            assertThat(leaks.stream().flatMap(engine -> engine.report().stream()))
                    .isEmpty();
        }
    }

    private void refillBase() {
        TestStores.drop(base, SYNC);
        SmallSyncs.finished(base, SyncType.SYNC_TYPE_FULL, 1, 10, records(40, "old", 10));
    }

    private SyncSource source(SyncId sync) {
        return new SyncSource(source, sync);
    }

    private FoldResult fold(SyncId sync, List<SyncSource> newer) {
        return new Compactor(base).fold(sync, newer);
    }

    private FoldResult fold(FoldStrategy strategy, WorkControl control) {
        FoldOptions options = FoldOptions.defaults().withStrategy(strategy).withControl(control);
        CompactorSettings settings =
                CompactorSettings.defaults().withSliceRecords(20).withSortMemoryBytes(1 << 12);
        return new Compactor(base, settings).fold(SYNC, List.of(source(NEWER)), options);
    }

    private List<String> wholeBase() {
        return TestStores.rows(base.engine(), KeyRange.all());
    }

    private void assertAsBefore(List<String> before) {
        assertThat(wholeBase()).isEqualTo(before);
        assertThat(TestStores.staged(base)).isEmpty();
    }

    private void assertRefused(Kind kind, String message, ThrowingCallable call) {
        List<String> before = wholeBase();
        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
        assertAsBefore(before);
    }

    private static void put(SyncStore store, byte[] key, byte[] value) {
        store.engine().write(new Batch().put(key, value), Durability.RELAXED);
    }
}
