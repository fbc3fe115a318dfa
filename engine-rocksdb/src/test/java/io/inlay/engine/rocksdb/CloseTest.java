package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Sizes;
import io.inlay.engine.Snapshot;
import io.inlay.engine.Verification;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Closing under load and use after close: a crash of the JVM is what these tests would show. */
@Timeout(600)
class CloseTest {
    private static final int ROUNDS = 8;

    @TempDir
    Path temp;

    /** One kind of use; run again and again until it throws. */
    private interface Use {
        void run() throws Exception;
    }

    @Test
    void everyUseUnderWayEndsWithClosed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Engine engine = Entries.open(temp.resolve("db"));
            replace(engine, Entries.range("k", "l"), "k", 5000, "value");
            storm(engine, uses(engine));
        }
    }

    private static List<Use> uses(Engine engine) {
        AtomicLong next = new AtomicLong();
        Snapshot shared = engine.snapshot();
        return List.of(
                () -> engine.get(bytes("k0000001")),
                () -> shared.get(bytes("k0000001")),
                () -> scan(engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)),
                () -> scan(shared.cursor(KeyRange.all(), Direction.BACKWARD, Access.POINT)),
                () -> engine.snapshot().close(),
                () -> engine.write(
                        new Batch().put(bytes("w" + next.incrementAndGet()), bytes("v")), Durability.RELAXED),
                () -> engine.write(new Batch().put(bytes("k" + next.incrementAndGet()), bytes("v")), Durability.SYNC),
                () -> replace(engine, Entries.range("r", "s"), "r", 3000, "value that is not small"),
                () -> replace(engine, Entries.range("t", "u"), "t", 3, "small"),
                engine::sync,
                () -> engine.find(Verification.class).orElseThrow().run(() -> false),
                () -> engine.find(Reclaim.class).orElseThrow().run(KeyRange.all(), () -> false),
                () -> engine.find(Sizes.class).orElseThrow().of(KeyRange.all()),
                () -> engine.find(Metrics.class).orElseThrow().read());
    }

    private static void scan(Cursor cursor) {
        try (cursor) {
            while (cursor.next()) {
                cursor.key().get(0);
                cursor.value().get(0);
            }
        }
    }

    private static void storm(Engine engine, List<Use> uses) throws InterruptedException {
        ConcurrentLinkedQueue<Throwable> ends = new ConcurrentLinkedQueue<>();
        CountDownLatch warm = new CountDownLatch(uses.size());
        List<Thread> threads = new ArrayList<>();
        for (Use use : uses) {
            Thread thread = new Thread(() -> {
                try {
                    use.run();
                    warm.countDown();
                    while (true) {
                        use.run();
                    }
                } catch (Exception | Error e) {
                    ends.add(e);
                } finally {
                    warm.countDown();
                }
            });
            thread.start();
            threads.add(thread);
        }
        warm.await();
        engine.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ends)
                .hasSize(uses.size())
                .allSatisfy(end -> assertThat(end)
                        .isInstanceOfSatisfying(
                                EngineException.class,
                                e -> assertThat(e.kind()).as(e.toString()).isEqualTo(Kind.CLOSED)));
    }

    @Test
    void whatIsLeftOpenIsClosedWithTheEngine() {
        Engine engine = Entries.open(temp.resolve("db"));
        replace(engine, KeyRange.all(), "k", 5000, "value");
        Snapshot snapshot = engine.snapshot();
        Cursor ofSnapshot = snapshot.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
        Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
        assertThat(cursor.next() && ofSnapshot.next()).isTrue();
        ByteBuffer lent = cursor.key();
        Replacement replacement = engine.begin();
        RunWriter run = replacement.excise(KeyRange.all());
        Entries.add(run, "x", 5000, "value that is not small");
        engine.close();
        engine.close();
        isClosed(() -> snapshot.get(bytes("k")));
        isClosed(() -> snapshot.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN));
        isClosed(ofSnapshot::next);
        isClosed(() -> cursor.seek(bytes("k")));
        isClosed(cursor::value);
        isClosed(() -> run.add(Entries.buffer("y"), Entries.buffer("")));
        isClosed(run::finish);
        isClosed(replacement::commit);
        isClosed(() -> replacement.excise(KeyRange.all()));
        isClosed(engine::begin);
        isClosed(() -> engine.find(Sizes.class).orElseThrow().of(KeyRange.all()));
        assertThat(lent.remaining()).isEqualTo(8);
        assertThatCode(() -> lent.get(lent.position())).doesNotThrowAnyException();
        List.<AutoCloseable>of(run, replacement, cursor, ofSnapshot, snapshot)
                .forEach(child -> assertThat(child).satisfies(AutoCloseable::close));
        assertThat(temp.resolve("db/staging")).isEmptyDirectory();
    }

    private static void isClosed(Use use) {
        assertThatThrownBy(use::run)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
    }

    @Test
    void viewsMayBeClosedByTheirUsersWhileTheEngineCloses() throws Exception {
        for (int round = 0; round < 30; round++) {
            Engine engine = Entries.open(temp.resolve("db"));
            List<AutoCloseable> views = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                views.add(engine.snapshot());
                views.add(engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN));
            }
            Phaser start = new Phaser(3);
            List<Thread> users = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int first = i;
                Thread user = new Thread(() -> {
                    start.arriveAndAwaitAdvance();
                    for (int view = views.size() - 1 - first; view >= 0; view -= 2) {
                        assertThat(views.get(view)).satisfies(AutoCloseable::close);
                    }
                });
                user.start();
                users.add(user);
            }
            start.arriveAndAwaitAdvance();
            engine.close();
            for (Thread user : users) {
                user.join();
            }
        }
    }

    @Test
    void aCursorSharedByThreadsAtOnceRefusesOrWorks() throws Exception {
        try (Engine engine = Entries.open(temp.resolve("db"))) {
            replace(engine, KeyRange.all(), "k", 5000, "value");
            for (int round = 0; round < 20; round++) {
                Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
                Phaser start = new Phaser(4);
                List<Thread> threads = new ArrayList<>();
                ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
                for (int i = 0; i < 4; i++) {
                    boolean closes = i == 3;
                    Thread thread = new Thread(() -> {
                        start.arriveAndAwaitAdvance();
                        misuse(cursor, closes, wrong);
                    });
                    thread.start();
                    threads.add(thread);
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                assertThat(wrong).isEmpty();
            }
        }
    }

    private static void misuse(Cursor cursor, boolean closes, ConcurrentLinkedQueue<Throwable> wrong) {
        for (int i = 0; i < 2000; i++) {
            try {
                if (closes && i == 1500) {
                    cursor.close();
                }
                if (cursor.next()) {
                    cursor.value().get(0);
                }
            } catch (EngineException e) {
                if (e.kind() != Kind.INVALID && e.kind() != Kind.CLOSED) {
                    wrong.add(e);
                }
            } catch (IndexOutOfBoundsException e) {
                // the buffer was set anew by the other thread
            } catch (Exception | Error e) {
                wrong.add(e);
            }
        }
    }
}
