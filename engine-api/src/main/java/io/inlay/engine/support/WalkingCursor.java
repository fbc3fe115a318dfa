package io.inlay.engine.support;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cursor of an engine that can walk from a key on in either direction and yields entries as arrays. The arrays are lent, not
 * copied, and must not change while the cursor stands on them.
 */
public abstract class WalkingCursor extends AbstractCursor {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private ByteBuffer key = NONE;
    private ByteBuffer value = NONE;

    /** Makes a cursor as {@link AbstractCursor} does. */
    protected WalkingCursor(KeyRange range, Direction direction, Views views) {
        super(range, direction, views);
    }

    /**
     * Begins to walk anew in the cursor's direction.
     *
     * @param from the first entry is at it, or the next one beyond in the cursor's direction; null for the end of all keys at
     *     which the direction begins
     */
    protected abstract void walkFrom(byte @Nullable [] from);

    /** The next entry of the walk, whether in the range or not; null at the end of all keys. */
    protected abstract Map.@Nullable Entry<byte[], byte[]> step();

    @Override
    protected final boolean moveToStart() {
        if (direction() == Direction.FORWARD) {
            return moveTo(range().from());
        }
        byte[] until = range().until();
        walkFrom(until);
        Map.Entry<byte[], byte[]> entry = step();
        // the upper bound itself lies outside
        return stand(entry != null && Arrays.equals(entry.getKey(), until) ? step() : entry);
    }

    @Override
    protected final boolean moveTo(byte[] from) {
        walkFrom(from);
        return stand(step());
    }

    @Override
    protected final boolean moveOn() {
        return stand(step());
    }

    private boolean stand(Map.@Nullable Entry<byte[], byte[]> entry) {
        if (entry == null || !range().contains(entry.getKey())) {
            key = NONE;
            value = NONE;
            return false;
        }
        key = ByteBuffer.wrap(entry.getKey()).asReadOnlyBuffer();
        value = ByteBuffer.wrap(entry.getValue()).asReadOnlyBuffer();
        return true;
    }

    /** Lends the key as {@link Cursor#key} says: whoever moved or turned the buffer, it is as new. */
    @Override
    protected final ByteBuffer lendKey() {
        return key.clear().order(ByteOrder.BIG_ENDIAN);
    }

    @Override
    protected final ByteBuffer lendValue() {
        return value.clear().order(ByteOrder.BIG_ENDIAN);
    }
}
