package io.inlay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class GatesTest {
    private static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void a_view_refuses_a_second_thread_and_every_call_after_close() {
        ViewGate gate = new ViewGate("cursor");
        assertThat(gate.isIdle()).isTrue();
        gate.enter();
        assertThat(gate.isIdle()).isFalse();
        assertKind(Kind.INVALID, gate::enter);
        gate.leave();
        assertThat(gate.isIdle()).isTrue();
        assertThat(gate.close()).isTrue();
        assertThat(gate.isIdle()).isFalse();
        assertThat(gate.close()).isFalse();
        assertKind(Kind.CLOSED, gate::enter);
    }

    @Test
    void closing_a_view_waits_for_the_call_inside() throws Exception {
        ViewGate gate = new ViewGate("cursor");
        AtomicBoolean left = new AtomicBoolean();
        CountDownLatch inside = new CountDownLatch(1);
        Thread user = new Thread(() -> {
            gate.enter();
            inside.countDown();
            for (int i = 0; i < 1_000_000; i++) {
                Thread.onSpinWait();
            }
            left.set(true);
            gate.leave();
        });
        user.start();
        inside.await();
        assertThat(gate.close()).isTrue();
        assertThat(left).isTrue();
        user.join();
    }

    @Test
    void nobody_is_inside_an_engine_once_it_is_empty() throws Exception {
        for (int round = 0; round < 50; round++) {
            CallGate gate = new CallGate("engine");
            AtomicInteger inside = new AtomicInteger();
            Thread[] users = new Thread[4];
            for (int i = 0; i < users.length; i++) {
                users[i] = new Thread(() -> {
                    try {
                        while (true) {
                            int lane = gate.enter();
                            inside.incrementAndGet();
                            inside.decrementAndGet();
                            gate.leave(lane);
                        }
                    } catch (EngineException e) {
                        assertThat(e.kind()).isEqualTo(Kind.CLOSED);
                    }
                });
                users[i].start();
            }
            assertThat(gate.refuseNew()).isTrue();
            gate.awaitEmpty();
            assertThat(inside).hasValue(0);
            assertThat(gate.refuseNew()).isFalse();
            assertKind(Kind.CLOSED, gate::checkOpen);
            for (Thread user : users) {
                user.join();
            }
        }
    }

    @Test
    void views_are_limited_counted_towards_their_owner_and_closed_newest_first() {
        Views engine = new Views("engine", 2);
        Views snapshot = new Views("snapshot", engine);
        StringBuilder order = new StringBuilder();
        AutoCloseable first = view(engine, () -> order.append("first "));
        AutoCloseable second = view(snapshot, () -> order.append("second "));
        engine.add(first);
        snapshot.add(second);
        assertThat(engine.open()).isEqualTo(2);
        assertKind(Kind.RETRY, () -> snapshot.add(() -> {}));
        assertThat(snapshot.open()).isEqualTo(1);
        snapshot.remove(second);
        assertThat(engine.open()).isEqualTo(1);
        snapshot.add(second);
        assertThat(engine.oldestSeconds()).isBetween(0L, 60L);
        engine.closeAll();
        assertThat(order).hasToString("second first ");
        assertThat(engine.open()).isZero();
        assertKind(Kind.CLOSED, () -> snapshot.add(() -> {}));
    }

    /** A view that forgets itself once it is released. */
    private static AutoCloseable view(Views owner, Runnable release) {
        return new AutoCloseable() {
            @Override
            public void close() {
                release.run();
                owner.remove(this);
            }
        };
    }

    @Test
    void closing_an_owner_waits_for_a_view_that_another_thread_is_closing() throws Exception {
        Views engine = new Views("engine", 10);
        ViewGate gate = new ViewGate("cursor");
        CountDownLatch releasing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        AutoCloseable cursor = new AutoCloseable() {
            @Override
            public void close() throws Exception {
                if (gate.close()) {
                    releasing.countDown();
                    goOn.await();
                    released.set(true);
                    engine.remove(this);
                }
            }
        };
        engine.add(cursor);
        Thread user = new Thread(() -> closed(cursor));
        user.start();
        releasing.await();
        AtomicBoolean releasedAtEnd = new AtomicBoolean();
        Thread owner = new Thread(() -> {
            engine.closeAll();
            releasedAtEnd.set(released.get());
        });
        owner.start();
        while (owner.isAlive() && owner.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        user.join();
        owner.join();
        assertThat(releasedAtEnd).isTrue();
    }

    private static void closed(AutoCloseable view) {
        try {
            view.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_poisoned_engine_names_its_first_failure() {
        Poison poison = new Poison();
        poison.checkWritable();
        Exception first = new Exception("no sync");
        assertThat(poison.outcomeUnknown("commit", first).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        poison.outcomeUnknown("commit", new Exception("later"));
        assertThatThrownBy(poison::checkWritable)
                .hasCause(first)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERNAL));
    }
}
