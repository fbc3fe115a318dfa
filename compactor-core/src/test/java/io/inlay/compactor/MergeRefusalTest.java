package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.google.common.primitives.Bytes;
import io.inlay.engine.EngineException;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncLease;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Cancellation;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a merge refuses: afterwards the base is as it was. */
class MergeRefusalTest extends MergeRefusalCase {
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
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withPartBytes(0));
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
                remember();
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
}
