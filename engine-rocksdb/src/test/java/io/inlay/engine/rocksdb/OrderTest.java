package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Reader;
import io.inlay.engine.Snapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes that go on while their range is replaced take effect wholly before a commit or wholly after it. */
@Timeout(600)
class OrderTest {
    private static final int REPLACEMENTS = 25;
    private static final String INSIDE = "k-written";
    private static final String OUTSIDE = "z-written";

    @TempDir
    Path temp;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @CsvSource({"4000, RELAXED", "4000, SYNC", "10, RELAXED", "10, SYNC", "0, RELAXED"})
    void noWriteIsCutInTwoOrOutlivesALaterCommit(int entries, Durability durability) throws Exception {
        try (Engine engine = Entries.open(temp.resolve("db"))) {
            Thread writer = start(() -> write(engine, durability));
            Thread reader = start(() -> read(engine));
            for (int generation = 1; generation <= REPLACEMENTS; generation++) {
                int before = acknowledged.get();
                Entries.replace(engine, Entries.range("k", "l"), "k0", entries, "a value of generation " + generation);
                Integer survived = number(engine, INSIDE);
                assertThat(survived == null || survived > before)
                        .as("write %s of %s before commit %s", survived, before, generation)
                        .isTrue();
                while (acknowledged.get() == before && failures.isEmpty()) {
                    Thread.onSpinWait();
                }
            }
            over.set(true);
            writer.join();
            reader.join();
            assertThat(failures).isEmpty();
            assertThat(number(engine, OUTSIDE)).isEqualTo(acknowledged.get());
        }
        try (Engine engine = Entries.open(temp.resolve("db"))) {
            assertThat(number(engine, OUTSIDE)).isEqualTo(acknowledged.get());
            assertThat(Entries.of(engine, Entries.range("k0", "k1"))).hasSize(entries);
        }
    }

    private Thread start(Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                while (!over.get()) {
                    work.run();
                }
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        });
        thread.start();
        return thread;
    }

    private void write(Engine engine, Durability durability) {
        int next = acknowledged.get() + 1;
        byte[] number = bytes(Integer.toString(next));
        engine.write(new Batch().put(bytes(INSIDE), number).put(bytes(OUTSIDE), number), durability);
        acknowledged.set(next);
    }

    /** What is inside and what outside comes from one batch, unless a commit has taken away what was inside. */
    private static void read(Engine engine) {
        try (Snapshot snapshot = engine.snapshot()) {
            Integer inside = number(snapshot, INSIDE);
            if (inside != null) {
                assertThat(number(snapshot, OUTSIDE)).isEqualTo(inside);
            }
        }
    }

    private static Integer number(Reader reader, String key) {
        byte[] value = reader.get(bytes(key));
        return value == null ? null : Integer.valueOf(new String(value, StandardCharsets.UTF_8));
    }
}
