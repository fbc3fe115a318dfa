package io.inlay.engine.tck.broken;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.tck.decorate.ForwardingCursor;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Cursors that break one rule each. */
final class BrokenCursors {
    private BrokenCursors() {}

    /** Engines whose cursors are broken. */
    static UnaryOperator<Engine> engine(UnaryOperator<Cursor> fault) {
        return inner -> new ForwardingEngine(inner) {
            @Override
            public Cursor cursor(KeyRange range, Direction direction, Access access) {
                return fault.apply(inner.cursor(range, direction, access));
            }
        };
    }

    /** Looks ahead and ends one entry too early. */
    static final class SkipsTheLast extends ForwardingCursor {
        private @Nullable ByteBuffer key;
        private @Nullable ByteBuffer value;
        private boolean ahead;

        SkipsTheLast(Cursor inner) {
            super(inner);
        }

        @Override
        public boolean next() {
            if (!ahead) {
                ahead = inner().next();
            }
            if (ahead) {
                key = ByteBuffer.wrap(Keys.copy(inner().key())).asReadOnlyBuffer();
                value = ByteBuffer.wrap(Keys.copy(inner().value())).asReadOnlyBuffer();
                ahead = inner().next();
            }
            return ahead;
        }

        @Override
        public ByteBuffer key() {
            return key == null ? inner().key() : key;
        }

        @Override
        public ByteBuffer value() {
            return value == null ? inner().value() : value;
        }
    }

    /** Opens its cursor at the first move. */
    static final class Late implements Cursor {
        private final Supplier<Cursor> source;
        private final Direction direction;
        private @Nullable Cursor inner;

        Late(Supplier<Cursor> source, Direction direction) {
            this.source = source;
            this.direction = direction;
        }

        private Cursor inner() {
            if (inner == null) {
                inner = source.get();
            }
            return inner;
        }

        @Override
        public Direction direction() {
            return direction;
        }

        @Override
        public boolean next() {
            return inner().next();
        }

        @Override
        public boolean seek(byte[] key) {
            return inner().seek(key);
        }

        @Override
        public ByteBuffer key() {
            return inner().key();
        }

        @Override
        public ByteBuffer value() {
            return inner().value();
        }

        @Override
        public void close() {
            if (inner != null) {
                inner.close();
            }
        }
    }

    /** Takes a failure for the end. */
    static final class EndsOnFailure extends ForwardingCursor {
        EndsOnFailure(Cursor inner) {
            super(inner);
        }

        @Override
        public boolean next() {
            try {
                return inner().next();
            } catch (EngineException e) {
                return false;
            }
        }
    }

    /** Lends its own array. */
    static final class LendsWritable extends ForwardingCursor {
        LendsWritable(Cursor inner) {
            super(inner);
        }

        @Override
        public ByteBuffer value() {
            return ByteBuffer.wrap(Keys.copy(inner().value()));
        }
    }

    /** Goes past an exact match. */
    static final class SeeksTooFar extends ForwardingCursor {
        SeeksTooFar(Cursor inner) {
            super(inner);
        }

        @Override
        public boolean seek(byte[] key) {
            return inner().seek(Keys.successor(key));
        }
    }
}
