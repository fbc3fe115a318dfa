package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.bytes;
import static io.inlay.engine.lmdb.Stores.fails;
import static io.inlay.engine.lmdb.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.lmdb.HookedHandle.Hooks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a commit is durable, when it is seen, and what is left after one that failed. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class DurabilityTest {
    @TempDir
    Path directory;

    private final Hooks hooks = new Hooks();

    private Engine open() {
        Engine engine = LmdbEngine.open(directory, LmdbOptions.builder().build(), hooks::open);
        hooks.syncs.set(0);
        return engine;
    }

    @Test
    void R20_a_SYNC_write_is_seen_only_once_durable() throws Exception {
        try (Engine engine = open()) {
            CountDownLatch syncing = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            hooks.beforeSync = () -> {
                syncing.countDown();
                awaitQuietly(goOn);
            };
            CompletableFuture<Void> write =
                    CompletableFuture.runAsync(() -> engine.write(put("a", "1"), Durability.SYNC));
            syncing.await();
            assertThat(engine.get(bytes("a"))).isNull();
            assertThat(Stores.contents(engine)).isEmpty();
            goOn.countDown();
            write.get();
            assertThat(engine.get(bytes("a"))).isEqualTo(bytes("1"));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void R21_only_what_asks_for_durability_forces_it() {
        try (Engine engine = open()) {
            engine.write(put("a", "1"), Durability.RELAXED);
            assertThat(hooks.syncs).hasValue(0);
            engine.sync();
            engine.sync();
            assertThat(hooks.syncs).hasValue(1);
            engine.write(put("a", "2"), Durability.SYNC);
            assertThat(hooks.syncs).hasValue(2);
            engine.write(put("b", "1"), Durability.RELAXED);
            Stores.excise(engine, KeyRange.prefix(bytes("c")), Map.of());
            assertThat(hooks.syncs)
                    .as("a commit that changes nothing still covers what came before it")
                    .hasValue(3);
        }
    }

    @Test
    void batches_that_wait_together_share_a_transaction() throws Exception {
        try (Engine engine = open()) {
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch busy = new CountDownLatch(1);
            hooks.beforeBegin = () -> {
                busy.countDown();
                awaitQuietly(goOn);
            };
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String key = "key-" + i;
                CountDownLatch started = new CountDownLatch(1);
                CompletableFuture<Void> done = new CompletableFuture<>();
                Thread writer = new Thread(() -> {
                    started.countDown();
                    engine.write(put(key, "v"), Durability.SYNC);
                    done.complete(null);
                });
                writer.start();
                if (i == 0) {
                    busy.await();
                } else {
                    started.await();
                    while (writer.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                }
                writes.add(done);
            }
            goOn.countDown();
            CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get();
            assertThat(hooks.commits).hasValue(2);
            assertThat(Stores.contents(engine)).hasSize(20);
        }
    }

    @Test
    void R23_a_failed_sync_poisons_and_reads_go_on() {
        RuntimeException broken = new IllegalStateException("the disk is broken");
        try (Engine engine = open()) {
            engine.write(put("a", "1"), Durability.SYNC);
            hooks.beforeSync = () -> {
                throw broken;
            };
            fails(Kind.OUTCOME_UNKNOWN, () -> engine.write(put("a", "2"), Durability.SYNC));
            hooks.beforeSync = () -> {};
            EngineException later = fails(Kind.INTERNAL, () -> engine.write(put("b", "1"), Durability.SYNC));
            assertThat(later).hasCause(broken);
            assertThat(fails(Kind.INTERNAL, engine::sync)).hasCause(broken);
            assertThat(fails(Kind.INTERNAL, engine::begin)).hasCause(broken);
            assertThat(engine.get(bytes("a"))).isEqualTo(bytes("1"));
        }
        try (Engine engine = open()) {
            assertThat(engine.get(bytes("a"))).isIn(bytes("1"), bytes("2"));
            engine.write(put("b", "1"), Durability.SYNC);
        }
    }

    @Test
    void R23_a_commit_whose_outcome_cannot_be_told_poisons() {
        try (Engine engine = open()) {
            hooks.canWrite = false;
            hooks.beforeCommit = () -> {
                throw new IllegalStateException("it broke");
            };
            fails(Kind.OUTCOME_UNKNOWN, () -> Stores.excise(engine, KeyRange.all(), Stores.numbered(0, 10, 10)));
            hooks.beforeCommit = () -> {};
            fails(Kind.INTERNAL, () -> engine.write(put("a", "1"), Durability.SYNC));
        }
    }

    @Test
    void R23_a_commit_that_was_taken_back_does_not_poison() {
        try (Engine engine = open()) {
            hooks.beforeCommit = () -> {
                throw new IllegalStateException("it broke before anything was written");
            };
            fails(Kind.INTERNAL, () -> engine.write(put("a", "1"), Durability.SYNC));
            hooks.beforeCommit = () -> {};
            assertThat(engine.get(bytes("a"))).isNull();
            engine.write(put("a", "2"), Durability.SYNC);
            assertThat(engine.get(bytes("a"))).isEqualTo(bytes("2"));
        }
    }

    @Test
    void a_batch_that_fails_alone_does_not_take_its_group_with_it() throws Exception {
        try (Engine engine = open()) {
            CountDownLatch goOn = new CountDownLatch(1);
            hooks.beforeBegin = () -> awaitQuietly(goOn);
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String key = "key-" + i;
                Thread writer = new Thread(() -> engine.write(put(key, "v"), Durability.SYNC));
                writer.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
                writer.start();
                writers.add(writer);
            }
            for (Thread writer : writers) {
                while (writer.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            hooks.beforeCommit = failingOnce();
            goOn.countDown();
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(Stores.contents(engine)).hasSize(6 - failures.size());
            assertThat(failures.size()).isLessThanOrEqualTo(1);
        }
    }

    private static Runnable failingOnce() {
        CountDownLatch once = new CountDownLatch(1);
        return () -> {
            if (once.getCount() == 1) {
                once.countDown();
                throw new IllegalStateException("it broke once");
            }
        };
    }

    @Test
    void an_identical_replacement_writes_nothing() {
        try (Engine engine = open()) {
            Stores.excise(engine, KeyRange.all(), Stores.numbered(0, 5_000, 100));
            Long before = transaction(engine);
            Stores.excise(engine, KeyRange.all(), Stores.numbered(0, 5_000, 100));
            assertThat(transaction(engine)).isEqualTo(before);
        }
    }

    private static Long transaction(Engine engine) {
        return engine.find(Metrics.class).orElseThrow().read().get("lmdb.transaction");
    }

    @Test
    void R42_whoever_closes_second_waits_for_the_first() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        AtomicBoolean waited = new AtomicBoolean();
        Engine engine = open();
        hooks.beforeClose = () -> {
            closing.countDown();
            await(goOn);
            closed.set(true);
        };
        Thread first = new Thread(engine::close);
        Thread second = new Thread(() -> {
            engine.close();
            waited.set(closed.get());
        });
        first.start();
        closing.await();
        second.start();
        while (second.getState() != Thread.State.BLOCKED && second.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        second.join();
        first.join();
        assertThat(waited).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
