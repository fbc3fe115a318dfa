package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Checkpoints;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commits by files and writes take effect in one order. A number is committed as files in one range, and only then written
 * to a key outside: no state may show it there and an older one in the range.
 */
@Timeout(120)
class OneOrderTest {
    private static final KeyRange RANGE = range("m", "n");
    private static final byte[] COMMITTED = bytes("m");
    private static final byte[] WRITTEN = bytes("z");
    private static final ByteBuffer TOO_LARGE_FOR_A_BATCH = ByteBuffer.allocate((int) RocksOptions.SMALL_BYTES + 1);

    @TempDir
    Path temp;

    private Engine engine;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void open() {
        engine = Entries.open(temp.resolve("db"), "memtable", "1MiB");
        engine.write(new Batch().put(COMMITTED, number(0)).put(WRITTEN, number(0)), Durability.RELAXED);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aCursorShowsNoWriteWithoutTheCommitBeforeIt() throws Exception {
        ConcurrentLinkedQueue<String> mixed = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 6; i++) {
            untilStopped(() -> {
                try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT)) {
                    cursor.seek(COMMITTED);
                    long committed = cursor.value().getLong(0);
                    cursor.seek(WRITTEN);
                    long written = cursor.value().getLong(0);
                    if (written > committed) {
                        mixed.add(written + " without " + committed);
                    }
                }
            });
        }
        for (int i = 1; i <= 60; i++) {
            commit(i);
            write(i);
        }
        stop();
        assertThat(mixed).isEmpty();
    }

    /** A flush that ends at the same time shows the files of a commit before they are counted as written. */
    @Test
    void aKeyThatACommitWritesAgainIsNeverAbsent() throws Exception {
        byte[] flushedSoon = new byte[100_000];
        untilStopped(() -> engine.write(new Batch().put(bytes("x"), flushedSoon), Durability.RELAXED));
        untilStopped(() -> assertThat(engine.get(COMMITTED)).isNotNull());
        untilStopped(() -> assertThat(engine.get(COMMITTED)).isNotNull());
        untilStopped(() -> {
            try (Snapshot snapshot = engine.snapshot()) {
                assertThat(snapshot.get(COMMITTED)).isNotNull();
            }
        });
        for (int i = 1; i <= 200; i++) {
            commit(i);
        }
        stop();
    }

    @Test
    void aCheckpointHoldsNoWriteWithoutTheCommitBeforeIt() throws Exception {
        long[] last = {0};
        untilStopped(() -> {
            commit(++last[0]);
            write(last[0]);
        });
        Checkpoints checkpoints = engine.find(Checkpoints.class).orElseThrow();
        for (int i = 0; i < 20; i++) {
            Path copy = temp.resolve("copy" + i);
            checkpoints.create(copy);
            try (Engine copied = Entries.open(copy)) {
                assertThat(number(copied.get(WRITTEN))).isLessThanOrEqualTo(number(copied.get(COMMITTED)));
            }
        }
        stop();
    }

    @Test
    void writersOfTheKeyAfterARangeDoNotKeepItFromBeingReplaced() throws Exception {
        for (int i = 0; i < 3; i++) {
            untilStopped(() -> engine.write(new Batch().put(bytes("n"), bytes("v")), Durability.RELAXED));
        }
        for (int i = 1; i <= 10; i++) {
            commit(i);
            assertThat(number(engine.get(COMMITTED))).isEqualTo(i);
        }
        stop();
    }

    private void commit(long value) {
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(RANGE)) {
            run.add(ByteBuffer.wrap(COMMITTED), ByteBuffer.wrap(number(value)));
            run.add(Entries.buffer("m1"), TOO_LARGE_FOR_A_BATCH);
            run.finish();
            replacement.commit();
        }
    }

    private void write(long value) {
        engine.write(new Batch().put(WRITTEN, number(value)), Durability.RELAXED);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    private void untilStopped(Runnable step) {
        Thread thread = new Thread(() -> {
            try {
                while (!stop.get()) {
                    step.run();
                }
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        });
        thread.start();
        threads.add(thread);
    }

    private void stop() throws InterruptedException {
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }
}
