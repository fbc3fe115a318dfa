package io.inlay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ViewsTest {
    /** A view that takes itself out at its first close. */
    private record View(Views views, AtomicBoolean closed) implements AutoCloseable {
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                views.remove(this);
            }
        }
    }

    /** A view with views, which it closes once nobody adds any more. */
    private record Parent(Views views, Views children, CountDownLatch added) implements AutoCloseable {
        @Override
        public void close() {
            try {
                added.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            children.closeAll();
            views.remove(this);
        }
    }

    @Test
    @Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void closing_the_owner_while_a_view_of_a_view_is_added_ends() throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            Views outer = new Views("engine", 100);
            Views inner = new Views("snapshot", outer);
            CountDownLatch added = new CountDownLatch(1);
            outer.add(new Parent(outer, inner, added));
            Thread adder = new Thread(() -> {
                try {
                    add(inner);
                } finally {
                    added.countDown();
                }
            });
            adder.start();
            outer.closeAll();
            adder.join();
            assertThat(outer.open()).isZero();
            assertThat(inner.open()).isZero();
        }
    }

    private static void add(Views views) {
        View view = new View(views, new AtomicBoolean());
        try {
            views.add(view);
        } catch (EngineException e) {
            assertThat(e.kind()).isEqualTo(EngineException.Kind.CLOSED);
            view.close();
        }
    }
}
