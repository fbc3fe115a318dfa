package io.inlay.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StagingTasksTest {
    /** Starts so many threads and no more, as a machine that has run out of them. */
    private static ThreadFactory atMost(int threads) {
        AtomicInteger made = new AtomicInteger();
        return task -> made.incrementAndGet() <= threads ? new Thread(task) : new Unstartable(task);
    }

    private static final class Unstartable extends Thread {
        Unstartable(Runnable task) {
            super(task);
        }

        @Override
        public synchronized void start() {
            throw new OutOfMemoryError("no thread left");
        }
    }

    @Test
    void without_a_thread_for_a_task_those_under_way_end_and_then_the_failure_is_told() {
        StagingTasks tasks = new StagingTasks(2, atMost(1));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        tasks.submit(() -> {
            begun.countDown();
            Uninterruptibles.awaitUninterruptibly(refused);
            assertThat(tasks.hasFailed()).isTrue();
            ended.set(true);
        });
        Uninterruptibles.awaitUninterruptibly(begun);
        tasks.submit(() -> {});
        refused.countDown();
        assertThatThrownBy(tasks::await).isInstanceOf(OutOfMemoryError.class).hasMessage("no thread left");
        assertThat(ended).isTrue();
    }

    @Test
    void without_a_thread_for_any_task_none_begins() {
        StagingTasks tasks = new StagingTasks(2, atMost(0));
        AtomicBoolean begun = new AtomicBoolean();
        tasks.submit(() -> begun.set(true));
        tasks.submit(() -> begun.set(true));
        assertThatThrownBy(tasks::await).isInstanceOf(OutOfMemoryError.class);
        assertThat(begun).isFalse();
    }

    @Test
    void a_task_may_fail_to_give_rise_to_another() {
        StagingTasks tasks = new StagingTasks(2, atMost(1));
        AtomicBoolean begun = new AtomicBoolean();
        tasks.submit(() -> tasks.submit(() -> begun.set(true)));
        assertThatThrownBy(tasks::await).isInstanceOf(OutOfMemoryError.class);
        assertThat(begun).isFalse();
    }
}
