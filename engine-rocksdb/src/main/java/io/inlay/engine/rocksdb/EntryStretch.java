package io.inlay.engine.rocksdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Entries that a cursor comes to one after another, copied together ahead of it: moves among them need neither the native
 * iterator nor anything that closing the cursor releases. For one thread; where several use it against the rules, each may be
 * told another entry's bytes, or gets an {@link IllegalArgumentException}.
 */
final class EntryStretch {
    /** Where the native iterator stands once the entries are passed. */
    enum Beyond {
        /** On the last of them. */
        LAST,
        /** On the entry that comes after them. */
        NEXT,
        /** Behind the last entry of the range. */
        END
    }

    private static final int LEAST = 8;
    private static final int MOST = 256;
    private static final int BYTES_PER_ENTRY = 512;
    private static final int MOST_BYTES = 32 << 10;
    private static final byte[] NO_BYTES = {};

    private final RangeIterator iterator;
    private final boolean forward;
    private int[] keyEnds = {};
    private int[] valueEnds = {};
    private byte[] bytes = NO_BYTES;
    private ByteBuffer keys = ByteBuffer.wrap(NO_BYTES);
    private ByteBuffer values = keys;
    private int most = LEAST;
    private int count;
    private int index;
    private int used;
    private boolean withValues;
    private Beyond beyond = Beyond.LAST;
    private @Nullable RocksDBException failure;

    EntryStretch(RangeIterator iterator, boolean forward) {
        this.iterator = iterator;
        this.forward = forward;
    }

    /** Whether the cursor's entry is one of these. */
    boolean isOn() {
        return count > 0;
    }

    /** Whether they have values, which they have not where nobody asked for any. */
    boolean hasValues() {
        return withValues;
    }

    /** Forgets all entries. The native iterator stays where it is. */
    void clear() {
        count = 0;
        beyond = Beyond.LAST;
        failure = null;
    }

    /** Moves to the next of the entries; false on the last one. */
    boolean moveOn() {
        int next = index + 1;
        if (next >= count) {
            return false;
        }
        index = next;
        return true;
    }

    /** Forgets all entries to go on behind the last one; throws what kept from reading on there. */
    Beyond leave() throws RocksDBException {
        Beyond left = beyond;
        RocksDBException met = failure;
        clear();
        if (met != null) {
            throw met;
        }
        return left;
    }

    /**
     * Copies the next entries and stands on the first. Each time some more, as many as there is room for.
     *
     * @param onNext whether the native iterator stands on the first of them already
     * @return LAST; NEXT or END without any entry: the next one has no room, or there is none
     */
    Beyond read(boolean onNext, boolean valuesToo) throws RocksDBException {
        clear();
        grow();
        withValues = valuesToo;
        index = 0;
        used = 0;
        int found = readOn(onNext);
        if (found == 0) {
            return leave();
        }
        count = found;
        most = Math.min(2 * most, MOST);
        return Beyond.LAST;
    }

    private void grow() {
        if (keyEnds.length < most) {
            keyEnds = new int[most];
            valueEnds = new int[most];
            bytes = new byte[Math.min(most * BYTES_PER_ENTRY, MOST_BYTES)];
            keys = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            values = keys.duplicate();
        }
    }

    private int readOn(boolean onNext) {
        int found = 0;
        boolean on = onNext;
        try {
            while (found < most) {
                if (!on && !(forward ? iterator.next() : iterator.previous())) {
                    beyond = Beyond.END;
                    break;
                }
                on = false;
                if (!copy(found)) {
                    beyond = Beyond.NEXT;
                    break;
                }
                found++;
            }
        } catch (RocksDBException e) { // told by who comes there
            failure = e;
        }
        return found;
    }

    /** Copies the native iterator's entry; false where it has no room. */
    private boolean copy(int place) {
        int keyEnd = used + iterator.key(bytes, used);
        if (keyEnd > bytes.length) {
            return false;
        }
        int valueEnd = withValues ? keyEnd + iterator.value(bytes, keyEnd) : keyEnd;
        if (valueEnd < keyEnd || valueEnd > bytes.length) {
            return false;
        }
        keyEnds[place] = keyEnd;
        valueEnds[place] = valueEnd;
        used = valueEnd;
        return true;
    }

    /** Lends the key of the entry, until the next move. */
    ByteBuffer key() {
        int from = index == 0 ? 0 : valueEnds[index - 1];
        return keys.order(ByteOrder.BIG_ENDIAN).clear().limit(keyEnds[index]).position(from);
    }

    /** Lends the value of the entry, until the next move. */
    ByteBuffer value() {
        return values.order(ByteOrder.BIG_ENDIAN)
                .clear()
                .limit(valueEnds[index])
                .position(keyEnds[index]);
    }
}
