package io.inlay.engine.tck.decorate;

import io.inlay.engine.Cursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lends copies and inverts all their bits when their time is over. */
final class SpoilingCursor extends ForwardingCursor {
    private final Set<SpoilingCursor> open;
    private @Nullable Lent key;
    private @Nullable Lent value;

    /**
     * Decorates a cursor.
     *
     * @param open where it stands until it is closed
     */
    SpoilingCursor(Cursor inner, Set<SpoilingCursor> open) {
        super(inner);
        this.open = open;
        open.add(this);
    }

    /** A copy and the read-only buffer over it that is lent for as long as the cursor stands on one entry. */
    private static final class Lent {
        final byte[] bytes;
        final ByteBuffer buffer;

        Lent(ByteBuffer from) {
            bytes = new byte[from.remaining()];
            from.get(from.position(), bytes);
            buffer = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        ByteBuffer again() {
            return buffer.clear().order(ByteOrder.BIG_ENDIAN);
        }

        void spoil() {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
    }

    @Override
    public boolean next() {
        spoil();
        return inner().next();
    }

    @Override
    public boolean seek(byte[] key) {
        spoil();
        return inner().seek(key);
    }

    @Override
    public synchronized ByteBuffer key() {
        ByteBuffer current = inner().key();
        if (key == null) {
            key = new Lent(current);
        }
        return key.again();
    }

    @Override
    public synchronized ByteBuffer value() {
        ByteBuffer current = inner().value();
        if (value == null) {
            value = new Lent(current);
        }
        return value.again();
    }

    /** Ends what was lent up to now; also called by whoever closes the engine or the snapshot. */
    synchronized void spoil() {
        if (key != null) {
            key.spoil();
            key = null;
        }
        if (value != null) {
            value.spoil();
            value = null;
        }
    }

    @Override
    public void close() {
        spoil();
        inner().close();
        open.remove(this);
    }
}
