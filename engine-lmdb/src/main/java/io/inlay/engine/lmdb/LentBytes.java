package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A read-only look at bytes that is given out again and again, made anew only when they lie in another buffer. For one thread. */
final class LentBytes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer source = NOTHING;
    private ByteBuffer look = NOTHING.asReadOnlyBuffer();

    /**
     * Looks at a part of a buffer, whose position and limit do not matter.
     *
     * @throws EngineException INVALID for a part that is none, which only several threads at once can bring about
     */
    @SuppressWarnings("ReferenceEquality") // the same buffer, not an equal one
    ByteBuffer lend(ByteBuffer bytes, int at, int length) {
        if (bytes != source) {
            source = bytes;
            look = bytes.asReadOnlyBuffer();
        }
        try {
            return look.order(ByteOrder.BIG_ENDIAN).limit(at + length).position(at);
        } catch (IllegalArgumentException e) {
            throw new EngineException(Kind.INVALID, "a cursor is used by two threads at once", e);
        }
    }
}
