package io.inlay.sync;

import static io.inlay.sync.Samples.NOON;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SyncLifecycleTest extends OnEveryEngine {
    private static final Duration HOUR = Duration.ofHours(1);

    static void assertRefused(Kind kind, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    @Test
    void a_started_sync_is_there_and_unfinished() {
        OpenSync open = store.start(full(1).withParent(sync(9)));

        assertThat(open.id()).isEqualTo(sync(1));
        assertThat(store.find(sync(1)).orElseThrow().record())
                .isEqualTo(SyncRunRecord.newBuilder()
                        .setSyncId(sync(1).toString())
                        .setType(SyncType.SYNC_TYPE_FULL)
                        .setParentSyncId(sync(9).toString())
                        .setStartedAt(SyncRun.timestamp(NOON))
                        .build());
        assertThat(store.find(sync(1)).orElseThrow().isFinished()).isFalse();
    }

    @Test
    void a_fresh_id_carries_the_start() {
        OpenSync open = store.start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).startedAt(NOON));
        OpenSync other = store.start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).startedAt(NOON));

        assertThat(open.id().instant()).isEqualTo(NOON);
        assertThat(other.id()).isNotEqualTo(open.id());
    }

    @Test
    void an_id_that_is_taken_is_refused() {
        store.start(full(1)).finish();

        assertRefused(Kind.ALREADY_EXISTS, sync(1).toString(), () -> store.start(full(1)));
    }

    @Test
    void an_id_of_which_rows_are_left_is_refused() {
        putRow(Bucket.GRANT.key(sync(1), "g"), new byte[0]);

        assertRefused(Kind.ALREADY_EXISTS, "rows", () -> store.start(full(1)));
    }

    @Test
    void a_sync_without_a_known_type_or_with_an_impossible_start_is_refused() {
        assertRefused(Kind.INVALID, "type", () -> NewSync.of(SyncType.SYNC_TYPE_UNSPECIFIED));
        assertRefused(Kind.INVALID, "time", () -> store.start(full(1).startedAt(Instant.MAX)));
        NewSync beforeIds = NewSync.of(SyncType.SYNC_TYPE_FULL).startedAt(Instant.EPOCH);
        assertRefused(Kind.INVALID, "1970", () -> store.start(beforeIds));
        assertThat(store.runs()).isEmpty();
    }

    /** A33 */
    @Test
    void a_resumed_sync_has_its_token_again() {
        store.start(full(1)).checkpoint("page 7");
        reopen();

        OpenSync resumed = store.resume(sync(1));

        assertThat(resumed.token()).isEqualTo("page 7");
        resumed.checkpoint("page 8");
        assertThat(resumed.token()).isEqualTo("page 8");
        assertThat(store.find(sync(1)).orElseThrow().token()).isEqualTo("page 8");
    }

    @Test
    void A33_start_or_resume_takes_up_the_sync_of_the_id_or_starts_one() {
        OpenSync started = store.startOrResume(full(1));
        assertThat(started.isResumed()).isFalse();
        assertThat(started.token()).isEmpty();
        started.checkpoint("x");

        OpenSync resumed = store.startOrResume(full(1));
        assertThat(resumed.isResumed()).isTrue();
        assertThat(resumed.token()).isEqualTo("x");
        assertRefused(Kind.STALE, "resumed", started::finish);
        OpenSync fresh = store.startOrResume(NewSync.of(SyncType.SYNC_TYPE_PARTIAL));
        assertThat(fresh.isResumed()).isFalse();
        assertThat(store.runs()).extracting(SyncRun::id).contains(fresh.id()).hasSize(2);
        resumed.finish();
        assertRefused(Kind.FINISHED, sync(1).toString(), () -> store.startOrResume(full(1)));
    }

    @Test
    void A19_a_reader_who_names_no_sync_gets_the_latest_finished_or_else_the_latest_unfinished_one() {
        assertThat(store.latest(Instant.MIN)).isEmpty();
        store.start(full(1));
        assertThat(store.latest(NOON).orElseThrow().id()).isEqualTo(sync(1));
        assertThat(store.latest(NOON.plusNanos(1))).isEmpty();
        store.start(full(2)).finish(NOON);
        store.start(full(3));
        assertThat(store.latest(NOON).orElseThrow().id()).isEqualTo(sync(2));
        assertThat(store.latest(NOON, SyncType.SYNC_TYPE_PARTIAL)).isEmpty();
    }

    @Test
    void resuming_needs_an_unfinished_sync() {
        assertRefused(Kind.NOT_FOUND, sync(1).toString(), () -> store.resume(sync(1)));
        store.start(full(1)).finish(NOON.plus(HOUR));
        assertRefused(Kind.FINISHED, "2026-03-01T13:00:00Z", () -> store.resume(sync(1)));
    }

    @Test
    void resuming_takes_a_sync_over() {
        OpenSync first = store.start(full(1));
        OpenSync second = store.resume(sync(1));

        assertRefused(Kind.STALE, "resumed", () -> first.putGrants(List.of(grant("g", "e", "u"))));
        assertRefused(Kind.STALE, "resumed", () -> first.checkpoint("x"));
        assertRefused(Kind.STALE, "resumed", first::finish);
        second.putGrants(List.of(grant("g", "e", "u")));
        assertThat(list(sync(1), Listing.grants())).hasSize(1);
    }

    @Test
    void a_replaced_sync_makes_its_handle_stale() {
        OpenSync open = store.start(full(1));
        OpenSync other = store.start(full(2));
        try (SyncLease lease = store.lease(Set.of(sync(1)), Duration.ZERO)) {
            lease.replaced();
        }

        assertRefused(Kind.STALE, "replaced", open::finish);
        other.finish();
    }

    /** A07 */
    @Test
    void a_finished_sync_takes_no_more_writes() {
        OpenSync open = store.start(full(1));
        open.finish();

        assertRefused(Kind.FINISHED, sync(1).toString(), () -> open.putGrants(List.of(grant("g", "e", "u"))));
        assertRefused(Kind.FINISHED, sync(1).toString(), () -> open.checkpoint("x"));
        assertRefused(Kind.FINISHED, sync(1).toString(), open::finish);
    }

    @Test
    void the_end_is_not_before_the_start() {
        OpenSync open = store.start(full(1));

        assertRefused(Kind.INVALID, "cannot end", () -> open.finish(NOON.minusNanos(1)));
        assertThat(open.finish(NOON).endedAt()).contains(NOON);
    }

    @Test
    void a_clock_gone_back_does_not_keep_a_sync_from_finishing() {
        Instant future = Instant.now().plus(Duration.ofDays(1));
        OpenSync open = store.start(full(1).startedAt(future));

        assertThat(open.finish().endedAt()).contains(future);
    }

    /** A22 */
    @Test
    void finishing_keeps_the_token_and_writes_statistics_equal_to_a_count() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "e", "u"), grant("g2", "e", "v")));
        open.checkpoint("last");
        SyncStatsRecord before = store.stats(sync(1));
        open.finish(NOON.plus(HOUR));
        reopen();

        SyncRun run = store.find(sync(1)).orElseThrow();
        assertThat(run.token()).isEqualTo("last");
        assertThat(run.endedAt()).contains(NOON.plus(HOUR));
        SyncStatsRecord stats = store.stats(sync(1));
        assertThat(stats.getGrants()).isEqualTo(2);
        assertThat(stats.getWrittenAt()).isEqualTo(SyncRun.timestamp(NOON.plus(HOUR)));
        assertThat(stats.toBuilder().clearWrittenAt().build())
                .isEqualTo(before.toBuilder().clearWrittenAt().build());
        assertThat(differences()).isEmpty();
    }

    @Test
    void marks_survive_checkpoint_finish_and_reopening() {
        OpenSync open = store.start(full(1).withParent(sync(7)));
        store.markSupportsDiff(sync(1));
        store.link(sync(1), sync(2));
        open.checkpoint("t");
        open.finish();
        reopen();

        SyncRunRecord run = store.find(sync(1)).orElseThrow().record();
        assertThat(run.getSupportsDiff()).isTrue();
        assertThat(run.getLinkedSyncId()).isEqualTo(sync(2).toString());
        assertThat(run.getParentSyncId()).isEqualTo(sync(7).toString());
        assertRefused(Kind.NOT_FOUND, sync(3).toString(), () -> store.markSupportsDiff(sync(3)));
    }

    @Test
    void M05_a_run_record_comes_back_with_all_its_fields() {
        OpenSync open = store.start(full(1).withParent(sync(7)));
        store.markSupportsDiff(sync(1));
        store.link(sync(1), sync(2));
        open.checkpoint("t");
        open.finish(NOON.plus(HOUR));
        reopen();

        assertThat(store.find(sync(1)).orElseThrow().record())
                .isEqualTo(SyncRunRecord.newBuilder()
                        .setSyncId(sync(1).toString())
                        .setType(SyncType.SYNC_TYPE_FULL)
                        .setParentSyncId(sync(7).toString())
                        .setStartedAt(SyncRun.timestamp(NOON))
                        .setEndedAt(SyncRun.timestamp(NOON.plus(HOUR)))
                        .setSyncToken("t")
                        .setSupportsDiff(true)
                        .setLinkedSyncId(sync(2).toString())
                        .build());
    }

    @Test
    void a_token_that_is_no_text_is_refused_and_the_last_one_stays() {
        OpenSync open = store.start(full(1));
        open.checkpoint("t");

        assertRefused(Kind.INVALID, "surrogate", () -> open.checkpoint("\ud800"));

        assertThat(open.token()).isEqualTo("t");
        assertThat(store.find(sync(1)).orElseThrow().token()).isEqualTo("t");
        open.checkpoint("\ud83d\ude00");
        assertThat(store.find(sync(1)).orElseThrow().token()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void fields_of_a_run_that_this_version_does_not_know_survive() {
        OpenSync open = store.start(full(1));
        byte[] key = Bucket.SYNC_RUN.key(sync(1));
        byte[] value = engine.get(key);
        byte[] unknown = {(byte) 0xfa, 0x7f, 1, 'x'};
        putRow(key, Bytes.concat(value, unknown));

        open.checkpoint("t");
        open.finish();

        assertThat(store.find(sync(1)).orElseThrow().record().getUnknownFields().toByteArray())
                .isEqualTo(unknown);
    }

    /** A06, A30 */
    @Test
    void the_latest_finished_sync_is_found_by_type() {
        assertThat(store.latestFinished()).isEmpty();
        store.start(full(1)).finish(NOON.plusSeconds(10));
        store.start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).withId(sync(2)).startedAt(NOON))
                .finish(NOON.plusSeconds(20));
        store.start(full(3));

        assertThat(store.latestFinished(SyncType.SYNC_TYPE_FULL).orElseThrow().id())
                .isEqualTo(sync(1));
        assertThat(store.latestFinished().orElseThrow().id()).isEqualTo(sync(2));
        assertThat(store.latestFinished(SyncType.SYNC_TYPE_RESOURCES_ONLY)).isEmpty();
        store.start(full(4)).finish(NOON.plusSeconds(10));
        assertThat(store.latestFinished(SyncType.SYNC_TYPE_FULL).orElseThrow().id())
                .isEqualTo(sync(4));
    }

    @Test
    void the_latest_unfinished_sync_is_found_by_age_and_type() {
        store.start(full(1));
        store.start(full(2).startedAt(NOON.plus(HOUR)));
        store.start(full(3).startedAt(NOON.plus(HOUR)));
        store.start(full(4).startedAt(NOON.plus(HOUR).plus(HOUR))).finish();

        assertThat(store.latestUnfinished(NOON).orElseThrow().id()).isEqualTo(sync(3));
        assertThat(store.latestUnfinished(NOON.plus(HOUR)).orElseThrow().id()).isEqualTo(sync(3));
        assertThat(store.latestUnfinished(NOON.plus(HOUR).plusNanos(1))).isEmpty();
        assertThat(store.latestUnfinished(NOON, SyncType.SYNC_TYPE_PARTIAL)).isEmpty();
    }

    @Test
    void syncs_are_listed_in_the_order_of_their_ids() {
        store.start(full(2));
        store.start(full(1)).finish();
        store.start(full(3));

        assertThat(store.runs()).extracting(SyncRun::id).containsExactly(sync(1), sync(2), sync(3));
    }

    @Test
    void a_damaged_run_record_is_named() {
        putRow(Bucket.SYNC_RUN.key(sync(1)), new byte[] {1});

        assertRefused(Kind.CORRUPT, sync(1).toString(), store::runs);
        assertRefused(Kind.CORRUPT, sync(1).toString(), () -> store.find(sync(1)));
        assertRefused(Kind.CORRUPT, sync(1).toString(), () -> store.read(sync(1)));
    }

    @Test
    void reading_needs_a_sync() {
        assertRefused(Kind.NOT_FOUND, sync(1).toString(), () -> store.read(sync(1)));
        assertRefused(Kind.NOT_FOUND, sync(1).toString(), () -> store.stats(sync(1)));
    }
}
