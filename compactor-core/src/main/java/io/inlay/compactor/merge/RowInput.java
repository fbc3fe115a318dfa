package io.inlay.compactor.merge;

import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rows of one bucket from one place, in the order of their keys, which are those of the sync that is built. The current key
 * lies in an array of the input's own. Before the first {@link #next} it stands on no row. For one thread.
 */
abstract class RowInput implements AutoCloseable {
    private final int tailOffset;
    private byte[] key = new byte[512];
    private ByteBuffer view = ByteBuffer.wrap(key).asReadOnlyBuffer();
    private int length;

    /**
     * @param tailOffset how many bytes of every key are equal
     */
    RowInput(int tailOffset) {
        this.tailOffset = tailOffset;
    }

    /** Moves to the next row and tells whether there is one. */
    abstract boolean next();

    /** The value of the current row, lent until the next move. */
    abstract ByteBuffer value();

    /** Position in the list of sources of the one that the current row comes from. */
    abstract int position();

    @Override
    public abstract void close();

    /** Takes the key of the row just moved to. */
    final void take(ByteBuffer source) {
        length = source.remaining();
        if (length + Separators.SPARE > key.length) {
            key = new byte[Math.max(length + Separators.SPARE, 2 * key.length)];
            view = ByteBuffer.wrap(key).asReadOnlyBuffer();
        }
        source.get(source.position(), key, 0, length);
    }

    /** Moves the key to another sync; it is known to be long enough. */
    final void rekey(SyncId sync, int offset) {
        sync.writeTo(key, offset);
    }

    /** How many elements the current key has. */
    final int elements() {
        return 1 + Separators.count(key, tailOffset, length);
    }

    /** Where so many last elements of the current key begin in its array, -1 if it has fewer. */
    final int lastElements(int number) {
        return Separators.lastElements(key, tailOffset, length, number);
    }

    /** The array of the current key, which is the input's own. */
    final byte[] bytes() {
        return key;
    }

    /** Length of the current key. */
    final int length() {
        return length;
    }

    /** The current key, lent for reading until the next move. */
    final ByteBuffer key() {
        return view.limit(length).position(0);
    }

    /** Compares the current keys. */
    final int compareKey(RowInput other) {
        return Arrays.compareUnsigned(key, tailOffset, length, other.key, tailOffset, other.length);
    }
}
