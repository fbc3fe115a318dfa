package io.inlay.compactor.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import io.inlay.engine.Engine;
import io.inlay.engine.Replacement;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.bulk.WorkMonitor;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class SyncStagingTest {
    @TempDir
    Path directory;

    private Engine engine;
    private Replacement replacement;

    @BeforeEach
    void open() {
        engine = new ModelProvider().open(directory.resolve("store"), Map.of());
        replacement = engine.begin();
    }

    @AfterEach
    void close() {
        replacement.close();
        engine.close();
    }

    /** Staging by two threads of which so many can be started. */
    private SyncStaging staging(int startable) {
        WorkMonitor monitor = WorkMonitor.start(WorkControl.none(), Phase.STAGE);
        return new SyncStaging(replacement, SampleAccess.sync(1), 2, 100, monitor, atMost(startable));
    }

    /** Starts so many threads and no more, as a machine that has run out of them. */
    private static ThreadFactory atMost(int threads) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            if (made.incrementAndGet() > threads) {
                // not from Thread.start: pools of JDK 21 and later start threads in another way
                throw new OutOfMemoryError("no thread left");
            }
            return new Thread(task);
        };
    }

    @Test
    void without_a_thread_for_a_task_those_under_way_end_and_then_the_failure_is_told() {
        SyncStaging staging = staging(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        staging.submit(() -> {
            begun.countDown();
            Uninterruptibles.awaitUninterruptibly(refused);
            assertThat(staging.hasFailed()).isTrue();
            ended.set(true);
        });
        Uninterruptibles.awaitUninterruptibly(begun);
        staging.submit(() -> {});
        refused.countDown();
        assertThatThrownBy(staging::await).isInstanceOf(OutOfMemoryError.class).hasMessage("no thread left");
        assertThat(ended).isTrue();
    }

    @Test
    void without_a_thread_for_any_task_none_begins() {
        SyncStaging staging = staging(0);
        AtomicBoolean begun = new AtomicBoolean();
        staging.submit(() -> begun.set(true));
        staging.submit(() -> begun.set(true));
        assertThatThrownBy(staging::await).isInstanceOf(OutOfMemoryError.class);
        assertThat(begun).isFalse();
    }

    @Test
    void a_task_may_fail_to_give_rise_to_another() {
        SyncStaging staging = staging(1);
        AtomicBoolean begun = new AtomicBoolean();
        staging.submit(() -> staging.submit(() -> begun.set(true)));
        assertThatThrownBy(staging::await).isInstanceOf(OutOfMemoryError.class);
        assertThat(begun).isFalse();
    }
}
