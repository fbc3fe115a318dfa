package io.inlay.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AbstractCursorTest {
    private final OutOfMemoryError noMemory = new OutOfMemoryError("none left");

    /** Numbers as keys; one move runs out of memory, having moved already. */
    private final class Numbers extends AbstractCursor {
        private int number;
        private boolean failing;

        Numbers() {
            super(KeyRange.all(), Direction.FORWARD, new Views("engine", 10));
        }

        @Override
        protected boolean moveToStart() {
            return moveTo(new byte[] {0});
        }

        @Override
        protected boolean moveOn() {
            return moveTo(new byte[] {(byte) (number + 1)});
        }

        @Override
        protected boolean moveTo(byte[] key) {
            number = key[0];
            if (failing) {
                failing = false;
                throw noMemory;
            }
            return true;
        }

        void move(Move by) {
            switch (by) {
                case NEXT -> next();
                case SEEK -> seek(new byte[] {7});
                case SEVERAL -> nextWhile(3, () -> true);
            }
        }

        @Override
        protected ByteBuffer lendKey() {
            return ByteBuffer.wrap(new byte[] {(byte) number}).asReadOnlyBuffer();
        }

        @Override
        protected ByteBuffer lendValue() {
            return lendKey();
        }

        @Override
        protected void release() {}
    }

    enum Move {
        NEXT,
        SEEK,
        SEVERAL
    }

    @ParameterizedTest
    @EnumSource
    void an_error_amid_a_move_skips_no_entry(Move by) {
        try (Numbers cursor = new Numbers()) {
            assertThat(cursor.next()).isTrue();
            cursor.failing = true;
            assertThatThrownBy(() -> cursor.move(by)).isSameAs(noMemory);
            for (Move later : Move.values()) {
                assertThatExceptionOfType(EngineException.class)
                        .isThrownBy(() -> cursor.move(later))
                        .withCause(noMemory)
                        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.INTERNAL));
            }
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(cursor::key)
                    .withCause(noMemory);
        }
    }

    @Test
    void an_error_of_a_closed_cursor_is_told_as_closed() {
        Numbers cursor = new Numbers();
        cursor.failing = true;
        assertThatThrownBy(cursor::next).isSameAs(noMemory);
        cursor.close();
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(cursor::next)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.CLOSED));
    }
}
