package io.inlay.sync;

import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.SyncLifecycleTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncLeaseTest extends OnEveryEngine {
    private static final Duration LONG = Duration.ofDays(10_000);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private SyncLease lease(int... syncs) {
        return store.lease(ids(syncs), Duration.ZERO);
    }

    private static Set<SyncId> ids(int... syncs) {
        return Set.copyOf(IntStream.of(syncs).mapToObj(Samples::sync).toList());
    }

    /** Runs a call on another thread and returns once that thread waits. */
    private <T> Future<T> waiting(Callable<T> call) {
        Thread[] runner = new Thread[1];
        Future<T> result = threads.submit(() -> {
            synchronized (runner) {
                runner[0] = Thread.currentThread();
            }
            return call.call();
        });
        Thread.State state;
        do {
            Thread.onSpinWait();
            synchronized (runner) {
                state = runner[0] == null ? Thread.State.NEW : runner[0].getState();
            }
        } while (state != Thread.State.TIMED_WAITING);
        return result;
    }

    @Test
    void a_leased_sync_is_busy_until_given_back() {
        SyncLease lease = lease(1, 2);
        assertThat(lease.syncs()).isEqualTo(ids(1, 2));

        assertRefused(Kind.BUSY, sync(2).toString(), () -> lease(2, 3));
        lease(3).close();
        lease.close();
        lease.close();
        lease(2, 3).close();
    }

    @Test
    void closing_twice_does_not_give_back_what_another_took() {
        SyncLease first = lease(1);
        first.close();
        try (SyncLease second = lease(1)) {
            first.close();
            assertRefused(Kind.BUSY, sync(1).toString(), () -> lease(1));
        }
    }

    @Test
    void a_lease_is_waited_for() throws Exception {
        SyncLease held = lease(1);
        Future<SyncLease> next = waiting(() -> store.lease(ids(1, 2), LONG));
        assertThat(next.isDone()).isFalse();
        held.close();

        next.get().close();
        lease(1, 2).close();
    }

    @Test
    void the_earlier_of_two_that_wait_is_served_first() throws Exception {
        SyncLease held = lease(1);
        Future<SyncLease> both = waiting(() -> store.lease(ids(1, 2), LONG));

        assertRefused(Kind.BUSY, sync(2).toString(), () -> lease(2));
        lease(3).close();
        Future<SyncLease> second = waiting(() -> store.lease(ids(2), LONG));
        held.close();
        try (SyncLease first = both.get()) {
            assertThat(second.isDone()).isFalse();
        }
        second.get().close();
    }

    @Test
    void one_that_gives_up_no_longer_stands_in_the_way() throws Exception {
        SyncLease held = lease(1);
        Future<Void> givesUp = threads.submit(() -> {
            assertRefused(Kind.BUSY, "waited 1 ms", () -> store.lease(ids(1, 2), Duration.ofMillis(1)));
            return null;
        });
        givesUp.get();

        lease(2).close();
        held.close();
    }

    @Test
    void an_interrupt_does_not_end_the_wait() throws Exception {
        SyncLease held = lease(1);
        Thread[] runner = new Thread[1];
        Future<Boolean> next = waiting(() -> {
            runner[0] = Thread.currentThread();
            Thread.currentThread().interrupt();
            store.lease(ids(1), LONG).close();
            return Thread.interrupted();
        });
        runner[0].interrupt();
        held.close();

        assertThat(next.get()).isTrue();
    }

    @Test
    void a_lease_of_nothing_or_with_a_negative_wait_is_refused() {
        assertRefused(Kind.INVALID, "at least one", () -> store.lease(Set.of(), Duration.ZERO));
        assertRefused(Kind.INVALID, "zero or more", () -> store.lease(ids(1), Duration.ofNanos(-1)));
        assertRefused(Kind.INVALID, "zero or more", () -> store.start(full(1)).waitAtMost(Duration.ofNanos(-1)));
    }

    @Test
    void a_closed_lease_replaces_nothing() {
        SyncLease lease = lease(1);
        lease.close();
        assertRefused(Kind.INVALID, "closed", lease::replaced);
    }

    @Test
    void calls_on_a_handle_wait_for_the_lease_or_are_refused() throws Exception {
        OpenSync open = store.start(full(1)).waitAtMost(Duration.ZERO);
        SyncLease held = lease(1);
        assertRefused(Kind.BUSY, sync(1).toString(), () -> open.putGrants(List.of(grant("g", "e", "u"))));
        assertRefused(Kind.BUSY, sync(1).toString(), open::finish);
        assertRefused(Kind.BUSY, sync(1).toString(), () -> open.checkpoint("t"));

        open.waitAtMost(LONG);
        Future<Integer> put = waiting(() -> open.putGrants(List.of(grant("g", "e", "u"))));
        held.close();
        assertThat(put.get()).isEqualTo(1);
    }

    @Test
    void what_waited_behind_a_replacement_is_stale() throws Exception {
        OpenSync open = store.start(full(1)).waitAtMost(LONG);
        SyncLease held = lease(1);
        Future<Void> put = waiting(() -> {
            assertRefused(Kind.STALE, "replaced", () -> open.putGrants(List.of(grant("g", "e", "u"))));
            return null;
        });
        held.replaced();
        held.close();
        put.get();
    }

    @Test
    void calls_of_many_threads_on_one_handle_all_count() throws Exception {
        OpenSync open = store.start(full(1)).waitAtMost(LONG);
        List<Callable<Void>> calls = IntStream.range(0, 4)
                .<Callable<Void>>mapToObj(thread -> () -> {
                    for (int i = 0; i < 25; i++) {
                        // Every identity is written by all threads, each time with another principal.
                        open.putGrants(List.of(grant("g" + i, "e", "u" + thread), grant("h" + thread + i, "e", "u")));
                    }
                    return null;
                })
                .toList();
        for (Future<Void> done : threads.invokeAll(calls)) {
            done.get();
        }
        open.finish();

        assertThat(store.stats(sync(1)).getGrants()).isEqualTo(25 + 100);
        assertThat(differences()).isEmpty();
    }
}
