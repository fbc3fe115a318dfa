package io.inlay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.StagedRange.Mode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class StagedReplacementTest {
    private static final Limits LIMITS = new Limits(100, 100, 10);

    @TempDir
    Path temp;

    private final Views replacements = new Views("engine", 10);
    private Fake replacement;

    @BeforeEach
    void begin() {
        replacement = new Fake(Staging.open(temp).newArea());
        replacements.add(replacement);
    }

    @Test
    void a_commit_that_was_refused_is_never_tried_again() {
        RunWriter run = replacement.excise(KeyRange.all());
        assertKind(Kind.INVALID, replacement::commit);
        run.finish();
        assertKind(Kind.INVALID, replacement::commit);
        assertThat(replacement.applied).isFalse();
    }

    @Test
    void an_entry_refused_because_of_another_thread_spoils_the_replacement() {
        RunWriter run = replacement.excise(KeyRange.all());
        Numbers rest = new Numbers(() -> {
            assertKind(Kind.INVALID, () -> run.add(buffer("a"), buffer("")));
            return false;
        });
        assertThat(run.addAll(rest, 10)).isZero();
        run.finish();
        assertKind(Kind.INVALID, replacement::commit);
    }

    @Test
    void closing_ends_an_addAll_of_another_thread() throws Exception {
        RunWriter run = replacement.excise(KeyRange.all());
        CountDownLatch started = new CountDownLatch(1);
        Numbers endless = new Numbers(() -> {
            started.countDown();
            return true;
        });
        CompletableFuture<Void> filling =
                CompletableFuture.runAsync(() -> assertKind(Kind.CLOSED, () -> run.addAll(endless, Long.MAX_VALUE)));
        started.await();
        replacement.close();
        filling.get();
        assertThat(replacements.open()).isZero();
    }

    private static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Stages nothing. */
    private final class Fake extends StagedReplacement<RunSink> {
        private boolean applied;

        Fake(Path area) {
            super(LIMITS, replacements, area);
        }

        @Override
        protected RunSink openSink(KeyRange range, Mode mode) {
            return new RunSink() {
                @Override
                public void put(ByteBuffer key, ByteBuffer value) {}

                @Override
                public void delete(ByteBuffer key) {}

                @Override
                public void finish() {}

                @Override
                public void close() {}
            };
        }

        @Override
        protected void checkEngineOpen() {}

        @Override
        protected ReplaceResult apply(List<StagedRange<RunSink>> staged) {
            applied = true;
            return new ReplaceResult(0, 0, 0, Duration.ZERO);
        }
    }

    /** A cursor over ascending numbers that goes on for as long as it is told. */
    private static final class Numbers implements Cursor {
        private final BooleanSupplier goesOn;
        private long number;

        Numbers(BooleanSupplier goesOn) {
            this.goesOn = goesOn;
        }

        @Override
        public Direction direction() {
            return Direction.FORWARD;
        }

        @Override
        public boolean next() {
            number++;
            return goesOn.getAsBoolean();
        }

        @Override
        public boolean seek(byte[] key) {
            return false;
        }

        @Override
        public ByteBuffer key() {
            return ByteBuffer.allocate(Long.BYTES).putLong(0, number);
        }

        @Override
        public ByteBuffer value() {
            return ByteBuffer.allocate(0);
        }

        @Override
        public void close() {}
    }
}
