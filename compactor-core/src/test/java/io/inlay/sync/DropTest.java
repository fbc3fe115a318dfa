package io.inlay.sync;

import static io.inlay.sync.Samples.asset;
import static io.inlay.sync.Samples.entitlement;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.Samples.toExpand;
import static io.inlay.sync.Samples.type;
import static io.inlay.sync.SyncLifecycleTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DropTest extends OnEveryEngine {
    private OpenSync fill(int n) {
        OpenSync open = store.start(full(n));
        open.putResourceTypes(List.of(type("user")));
        open.putResources(List.of(resource("user", "u", "org", "1")));
        open.putEntitlements(List.of(entitlement("e", "app", "a")));
        open.putGrants(List.of(toExpand(grant("g", "e", "u"))));
        open.putAssets(List.of(asset("logo", "x")));
        return open;
    }

    @Test
    void a_dropped_sync_is_gone_after_reopening_too_and_all_others_stay() {
        fill(1).finish();
        fill(3).finish();
        Map<String, String> before = dump(KeyRange.all());
        fill(2).finish();

        assertThat(store.drop(sync(2)).records()).isZero();

        assertThat(dump(KeyRange.all())).isEqualTo(before);
        assertThat(store.find(sync(2))).isEmpty();
        reopen();
        assertThat(dump(KeyRange.all())).isEqualTo(before);
        assertThat(differences()).isEmpty();
    }

    @Test
    void an_unfinished_sync_is_dropped_and_its_handle_is_stale() {
        OpenSync open = fill(1);
        try (SyncReader reader = store.read(sync(1))) {
            store.drop(sync(1));
            assertThat(reader.page(Listing.grants(), 0, "").records()).hasSize(1);
        }

        assertRefused(Kind.STALE, "replaced", () -> open.putGrants(List.of(grant("g", "e", "u"))));
        assertRefused(Kind.STALE, "replaced", open::finish);
        assertRefused(Kind.NOT_FOUND, sync(1).toString(), () -> store.resume(sync(1)));
        fill(1).finish();
        assertThat(differences()).isEmpty();
    }

    @Test
    void R25_a_sync_that_another_call_holds_is_busy() {
        fill(1).finish();
        Map<String, String> before = dump(KeyRange.all());
        try (SyncLease lease = store.lease(Set.of(sync(1)), Duration.ZERO)) {
            assertThat(store.leased()).containsExactly(sync(1));
            assertRefused(Kind.BUSY, sync(1).toString(), () -> store.drop(sync(1)));
        }
        assertThat(store.leased()).isEmpty();
        assertThat(dump(KeyRange.all())).isEqualTo(before);
    }

    @Test
    void of_nothing_there_is_nothing_to_drop() {
        assertRefused(Kind.NOT_FOUND, sync(1).toString(), () -> store.drop(sync(1)));
    }

    @Test
    void rows_without_a_run_record_are_removed() {
        putRow(Bucket.GRANT_BY_PRINCIPAL.key(sync(1), "user", "u", "g"), new byte[0]);
        putRow(Bucket.STATS.key(sync(1)), new byte[] {1});

        store.drop(sync(1));

        assertThat(SyncRanges.areEmpty(engine, sync(1))).isTrue();
        store.start(full(1));
    }

    @Test
    void a_damaged_run_record_does_not_keep_a_sync() {
        putRow(Bucket.SYNC_RUN.key(sync(1)), new byte[] {1});
        store.drop(sync(1));
        assertThat(store.runs()).isEmpty();
    }

    @Test
    void a_read_only_store_drops_nothing() {
        fill(1).finish();
        close();
        try (Engine readOnly = provider.open(directory.resolve("store"), Map.of("readOnly", "true"))) {
            SyncStore reading = SyncStore.open(readOnly);
            assertThatThrownBy(() -> reading.drop(sync(1)))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.READ_ONLY));
            assertThat(reading.find(sync(1))).isPresent();
        }
    }
}
