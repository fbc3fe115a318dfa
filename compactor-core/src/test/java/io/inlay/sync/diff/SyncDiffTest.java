package io.inlay.sync.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.tck.decorate.FaultingEngine;
import io.inlay.engine.tck.decorate.LeakFindingEngine;
import io.inlay.engine.tck.decorate.SpoilingEngine;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Cancellation;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.Progress;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every engine with every engine, each lending buffers that are spoilt at once. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#pairs")
class SyncDiffTest {
    private static final SyncId ONE = SampleAccess.sync(1);
    private static final SyncId TWO = SampleAccess.sync(2);
    private static final DiffOptions DEFAULTS = DiffOptions.defaults();

    @Parameter(0)
    EngineProvider beforeProvider;

    @Parameter(1)
    EngineProvider afterProvider;

    @TempDir
    Path directory;

    private FaultingEngine beforeEngine;
    private SyncStore before;
    private SyncStore after;

    @BeforeEach
    void open() {
        beforeEngine = new FaultingEngine(
                new SpoilingEngine(new LeakFindingEngine(beforeProvider.open(directory.resolve("before"), Map.of()))));
        before = SyncStore.open(beforeEngine);
        after = SyncStore.open(
                new SpoilingEngine(new LeakFindingEngine(afterProvider.open(directory.resolve("after"), Map.of()))));
    }

    @AfterEach
    void close() {
        before.engine().close();
        after.engine().close();
    }

    private static OpenSync start(SyncStore store, SyncId sync) {
        return store.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(sync).startedAt(SampleAccess.NOON));
    }

    private static GrantRecord grant(String id) {
        return GrantRecord.newBuilder().setExternalId(id).build();
    }

    private static void assertRefused(Kind kind, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    /** All changes as text, decoded, and the counts at the end. */
    private static List<String> changes(SyncDiff diff) {
        List<String> all = new ArrayList<>();
        while (diff.next()) {
            all.add(diff.kind() + " " + diff.type() + " " + diff.identity() + " " + diff.before() + " -> "
                    + diff.after());
        }
        diff.counts().forEach((bucket, counts) -> {
            if (!counts.areEqual() || counts.unchanged() > 0) {
                all.add(bucket.label() + " " + counts);
            }
        });
        return all;
    }

    /** What a diff of two samples must give, by maps of decoded records. */
    private static List<String> expected(SampleAccess first, SyncId firstSync, SampleAccess second, SyncId secondSync) {
        List<String> all = new ArrayList<>();
        Map<String, DiffCounts> counts = new TreeMap<>();
        for (RecordType<?> type : RecordType.all()) {
            Map<String, MessageLite> was = byKey(type, first, firstSync);
            Map<String, MessageLite> is = byKey(type, second, secondSync);
            TreeMap<String, String> changes = new TreeMap<>();
            long unchanged = 0;
            for (Map.Entry<String, MessageLite> entry : was.entrySet()) {
                MessageLite now = is.get(entry.getKey());
                if (now == null) {
                    changes.put(entry.getKey(), "REMOVED");
                } else if (sameContent(entry.getValue(), now)) {
                    unchanged++;
                } else {
                    changes.put(entry.getKey(), "CHANGED");
                }
            }
            is.keySet().stream().filter(key -> !was.containsKey(key)).forEach(key -> changes.put(key, "ADDED"));
            changes.forEach((key, kind) -> all.add(kind + " " + type + " " + key));
            counts.put(
                    type.toString(),
                    new DiffCounts(
                            count(changes, "ADDED"), count(changes, "REMOVED"), count(changes, "CHANGED"), unchanged));
        }
        counts.forEach((type, count) -> all.add(type + " " + count));
        return all;
    }

    private static long count(Map<String, String> changes, String kind) {
        return changes.values().stream().filter(kind::equals).count();
    }

    private static boolean sameContent(MessageLite a, MessageLite b) {
        return (a instanceof AssetRecord asset && b instanceof AssetRecord other)
                ? asset.toBuilder()
                        .clearSyncId()
                        .build()
                        .equals(other.toBuilder().clearSyncId().build())
                : a.equals(b);
    }

    private static Map<String, MessageLite> byKey(RecordType<?> type, SampleAccess sample, SyncId sync) {
        Map<String, MessageLite> records = new HashMap<>();
        sample.forEach(sync, (record, line) -> {
            if (record instanceof ResourceTypeRecord r) {
                put(records, type == RecordType.RESOURCE_TYPE, record, r.getExternalId());
            } else if (record instanceof ResourceRecord r) {
                put(records, type == RecordType.RESOURCE, record, r.getResourceTypeId(), r.getResourceId());
            } else if (record instanceof EntitlementRecord r) {
                put(records, type == RecordType.ENTITLEMENT, record, r.getExternalId());
            } else if (record instanceof GrantRecord r) {
                put(records, type == RecordType.GRANT, record, r.getExternalId());
            } else if (record instanceof AssetRecord r) {
                put(records, type == RecordType.ASSET, record, r.getExternalId());
            }
        });
        return records;
    }

    private static void put(Map<String, MessageLite> records, boolean wanted, MessageLite record, String... identity) {
        if (wanted) {
            records.put(List.of(identity).toString(), record);
        }
    }

    @Test
    void added_removed_and_changed_records_equal_those_of_decoded_maps() {
        SampleAccess first = new SampleAccess(1, 700);
        SampleAccess second = new SampleAccess(2, 650);
        TestStores.fill(before, ONE, first);
        TestStores.fill(after, TWO, second);
        try (SyncDiff diff = SyncDiff.open(before, ONE, after, TWO, DEFAULTS)) {
            List<String> found = new ArrayList<>();
            while (diff.next()) {
                found.add(diff.kind() + " " + diff.type() + " " + diff.identity());
            }
            assertThat(diff.next()).isFalse();
            Map<String, DiffCounts> counts = new TreeMap<>();
            diff.counts().forEach((bucket, count) -> counts.put(bucket.label(), count));
            List<String> expected = expected(first, ONE, second, TWO);
            assertThat(found).doesNotHaveDuplicates();
            counts.forEach((type, count) -> found.add(type + " " + count));
            expected.removeIf(line -> line.startsWith("sync_"));
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void C04_what_the_later_sync_has_more_is_added() {
        OpenSync one = start(before, ONE);
        one.putGrants(List.of(grant("g1"), grant("g2")));
        one.finish(SampleAccess.NOON);
        OpenSync two = start(before, TWO);
        two.putGrants(List.of(grant("g1"), grant("g2"), grant("g3")));
        two.finish(SampleAccess.NOON);

        try (SyncDiff diff = SyncDiff.open(before, ONE, before, TWO, DEFAULTS)) {
            assertThat(changes(diff))
                    .containsExactly(
                            "ADDED grant [g3] Optional.empty -> Optional[" + grant("g3") + "]",
                            "grant " + new DiffCounts(1, 0, 0, 2));
        }
        try (SyncDiff back = SyncDiff.open(before, TWO, before, ONE, DEFAULTS)) {
            assertThat(changes(back).get(0))
                    .isEqualTo("REMOVED grant [g3] Optional[" + grant("g3") + "] -> Optional.empty");
        }
    }

    @Test
    void a_changed_record_is_given_as_it_was_and_as_it_is() {
        ResourceRecord was = ResourceRecord.newBuilder()
                .setResourceTypeId("user")
                .setResourceId("a\u0000b")
                .setDisplayName("Alice")
                .build();
        ResourceRecord is = was.toBuilder().setDisplayName("Alicia").build();
        OpenSync one = start(before, ONE);
        one.putResources(List.of(was));
        one.finish();
        OpenSync two = start(after, ONE);
        two.putResources(List.of(is));
        two.finish();

        try (SyncDiff diff = SyncDiff.open(before, ONE, after, ONE, DEFAULTS)) {
            assertThatThrownBy(diff::kind).isInstanceOf(IllegalStateException.class);
            assertThat(diff.next()).isTrue();
            assertThat(diff.kind()).isEqualTo(ChangeKind.CHANGED);
            assertThat(diff.type()).isEqualTo(RecordType.RESOURCE);
            assertThat(diff.identity()).containsExactly("user", "a\u0000b");
            assertThat(diff.before()).contains(was);
            assertThat(diff.after()).contains(is);
            assertThat(diff.next()).isFalse();
            assertThatThrownBy(diff::before).isInstanceOf(IllegalStateException.class);
            assertThat(diff.counts().get(Bucket.RESOURCE)).isEqualTo(new DiffCounts(0, 0, 1, 0));
        }
    }

    @Test
    void assets_are_compared_without_the_id_of_their_sync() {
        AssetRecord logo = AssetRecord.newBuilder()
                .setExternalId("logo")
                .setData(ByteString.copyFromUtf8("x"))
                .build();
        OpenSync one = start(before, ONE);
        one.putAssets(List.of(logo, logo.toBuilder().setExternalId("icon").build()));
        one.finish();
        OpenSync two = start(after, TWO);
        two.putAssets(List.of(
                logo,
                logo.toBuilder().setExternalId("icon").setData(ByteString.EMPTY).build()));
        two.finish();

        try (SyncDiff diff = SyncDiff.open(before, ONE, after, TWO, DEFAULTS)) {
            assertThat(diff.next()).isTrue();
            assertThat(diff.identity()).containsExactly("icon");
            assertThat(diff.next()).isFalse();
            assertThat(diff.counts().get(Bucket.ASSET)).isEqualTo(new DiffCounts(0, 0, 1, 1));
        }
    }

    @Test
    void what_is_written_meanwhile_does_not_show() {
        TestStores.fill(before, ONE, new SampleAccess(1, 50));
        TestStores.fill(after, TWO, new SampleAccess(1, 50));
        try (SyncDiff diff = SyncDiff.open(before, ONE, after, TWO, DEFAULTS)) {
            before.drop(ONE);
            after.drop(TWO);
            assertThat(diff.next()).isFalse();
            assertThat(diff.counts().get(Bucket.GRANT)).isEqualTo(new DiffCounts(0, 0, 0, 50));
        }
    }

    @Test
    void syncs_that_cannot_be_compared_are_refused() {
        TestStores.fill(before, ONE, new SampleAccess(1, 5));
        start(before, TWO);

        assertRefused(Kind.INVALID, "both sides", () -> SyncDiff.open(before, ONE, before, ONE, DEFAULTS));
        assertRefused(Kind.NOT_FOUND, TWO.toString(), () -> SyncDiff.open(before, ONE, after, TWO, DEFAULTS));
        assertRefused(Kind.UNFINISHED, TWO.toString(), () -> SyncDiff.open(before, ONE, before, TWO, DEFAULTS));
        assertRefused(Kind.UNFINISHED, TWO.toString(), () -> SyncDiff.open(before, TWO, before, ONE, DEFAULTS));
        try (SyncDiff diff = SyncDiff.open(before, TWO, before, ONE, DEFAULTS.withUnfinished(true))) {
            assertThat(changes(diff)).isNotEmpty();
        }
        assertRefused(
                Kind.TIMED_OUT,
                "0 ms",
                () -> SyncDiff.open(
                        before,
                        ONE,
                        before,
                        TWO,
                        DEFAULTS.withControl(WorkControl.none().withBudget(Duration.ZERO))));
    }

    @Test
    void a_damaged_record_is_told_when_it_is_decoded_and_a_damaged_run_at_once() {
        TestStores.fill(before, ONE, new SampleAccess(1, 5));
        TestStores.fill(before, TWO, new SampleAccess(1, 5));
        before.engine()
                .write(new Batch().put(Bucket.RESOURCE_TYPE.key(TWO, "app"), new byte[] {1}), Durability.RELAXED);
        try (SyncDiff diff = SyncDiff.open(before, ONE, before, TWO, DEFAULTS)) {
            assertThat(diff.next()).isTrue();
            assertThat(diff.identity()).containsExactly("app");
            assertThat(diff.before()).isPresent();
            assertRefused(Kind.CORRUPT, "\"app\"", diff::after);
            assertThat(diff.next()).isFalse();
        }
        before.engine().write(new Batch().put(Bucket.SYNC_RUN.key(TWO), new byte[] {1}), Durability.RELAXED);
        assertRefused(Kind.CORRUPT, TWO.toString(), () -> SyncDiff.open(before, ONE, before, TWO, DEFAULTS));
    }

    @Test
    void a_diff_that_fails_or_is_cancelled_never_ends() {
        TestStores.fill(before, ONE, new SampleAccess(1, 2_000));
        TestStores.fill(after, TWO, new SampleAccess(1, 2_000));
        List<String> rows = TestStores.rows(before.engine(), KeyRange.all());
        try (SyncDiff diff = SyncDiff.open(before, ONE, after, TWO, DEFAULTS)) {
            beforeEngine.fail(FaultingEngine.Call.MOVE, 1_000, EngineException.Kind.CORRUPT);
            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(diff::next)
                        .isInstanceOfSatisfying(
                                EngineException.class,
                                e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CORRUPT));
            }
            assertThatThrownBy(diff::kind).isInstanceOf(IllegalStateException.class);
        }
        Cancellation cancellation = new Cancellation();
        WorkControl control = WorkControl.none().withCancellation(cancellation);
        try (SyncDiff diff = SyncDiff.open(before, ONE, after, TWO, DEFAULTS.withControl(control))) {
            cancellation.cancel();
            assertRefused(Kind.CANCELLED, "cancelled", diff::next);
            assertRefused(Kind.CANCELLED, "cancelled", diff::next);
        }
        assertThat(TestStores.rows(before.engine(), KeyRange.all())).isEqualTo(rows);
    }

    @Test
    void the_listener_hears_of_all_records_of_both_sides() {
        TestStores.fill(before, ONE, new SampleAccess(1, 2_000));
        TestStores.fill(after, TWO, new SampleAccess(2, 2_000));
        List<Progress> told = new ArrayList<>();
        WorkControl control = WorkControl.none().withListener(told::add);
        try (SyncDiff diff = SyncDiff.open(before, ONE, after, TWO, DEFAULTS.withControl(control))) {
            assertThat(changes(diff)).isNotEmpty();
        }
        Progress last = told.get(told.size() - 1);
        assertThat(last.phase()).isEqualTo(Phase.COMPARE);
        assertThat(last.expectedRecords()).hasValue(last.records());
        assertThat(last.bytes()).isPositive();
    }

    @Test
    void closing_early_leaves_nothing_open() {
        TestStores.fill(before, ONE, new SampleAccess(1, 5));
        TestStores.fill(after, TWO, new SampleAccess(2, 5));
        SyncDiff diff = SyncDiff.open(before, ONE, after, TWO, DEFAULTS);
        assertThat(diff.next()).isTrue();
        diff.close();
        diff.close();
        assertThatThrownBy(diff::identity).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(diff::next)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CLOSED));
    }
}
