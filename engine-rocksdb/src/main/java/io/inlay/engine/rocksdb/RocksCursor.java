package io.inlay.engine.rocksdb;

import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.rocksdb.EntryStretch.Beyond;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.Views;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * A cursor over a native iterator. Keys and values are copied into heap arrays that are used again: when asked for, or many
 * entries together ahead of a cursor that is read in order, which then crosses into native code and enters its gate once for all
 * of them.
 */
final class RocksCursor extends AbstractCursor {
    private final RangeIterator iterator;
    private final boolean forward;
    private final Loan key;
    private final Loan value;
    private final EntryStretch stretch;
    private boolean valuesAsked;
    private @Nullable RuntimeException lost;
    private boolean looked;
    private @Nullable WholeFiles whole;

    /** Makes a cursor that owns the iterator, which was opened for the same range and direction. */
    RocksCursor(KeyRange range, Direction direction, Views views, RangeIterator iterator) {
        super(range, direction, views);
        this.iterator = iterator;
        this.forward = direction == Direction.FORWARD;
        this.key = new Loan(128, into -> iterator.key(into, 0));
        this.value = new Loan(512, into -> iterator.value(into, 0));
        this.stretch = new EntryStretch(iterator, forward);
    }

    @Override
    protected boolean moveToStart() {
        forget();
        try {
            return forward ? iterator.toFirst() : iterator.toLast();
        } catch (RocksDBException e) {
            throw ErrorMap.map(iterator.doing(), e);
        }
    }

    @Override
    protected boolean moveOnAtHand() {
        return stretch.moveOn();
    }

    @Override
    protected boolean moveOn() {
        if (stretch.moveOn()) {
            return true;
        }
        try {
            return moveBeyond();
        } catch (RocksDBException e) {
            throw ErrorMap.map(iterator.doing(), e);
        }
    }

    private boolean moveBeyond() throws RocksDBException {
        checkNotLost();
        boolean inOrder = stretch.isOn() || key.isHabit() || value.isHabit();
        key.forget();
        value.forget();
        Beyond beyond = stretch.leave();
        if (beyond == Beyond.END) {
            return false;
        }
        boolean onNext = beyond == Beyond.NEXT;
        if (inOrder) {
            return stretch.read(onNext, valuesAsked) != Beyond.END;
        }
        return onNext || (forward ? iterator.next() : iterator.previous());
    }

    @Override
    protected boolean moveTo(byte[] to) {
        forget();
        try {
            return forward ? iterator.toAtOrAfter(to) : iterator.toAtOrBefore(to);
        } catch (RocksDBException e) {
            throw ErrorMap.map(iterator.doing(), e);
        }
    }

    private void forget() {
        checkNotLost();
        key.forget();
        value.forget();
        stretch.clear();
    }

    @Override
    protected ByteBuffer lendKey() {
        ByteBuffer atHand = lendKeyAtHand();
        if (atHand != null) {
            return atHand;
        }
        checkNotLost();
        key.copy();
        return key.lend();
    }

    @Override
    protected ByteBuffer lendValue() {
        ByteBuffer atHand = lendValueAtHand();
        if (atHand != null) {
            return atHand;
        }
        valuesAsked = true;
        standAlone();
        value.copy();
        return value.lend();
    }

    /** Brings the native iterator back to the entry where it is ahead of it. */
    private void standAlone() {
        checkNotLost();
        if (stretch.isOn()) {
            byte[] at = Keys.copy(stretch.key());
            try {
                if (!moveTo(at) || Keys.compare(iterator.key(), at) != 0) {
                    throw new EngineException(Kind.CORRUPT, iterator.doing() + ": an entry that was shown is gone");
                }
            } catch (RuntimeException e) { // the native iterator stands somewhere else, or nowhere
                lost = e;
                throw e;
            }
        }
    }

    private void checkNotLost() {
        if (lost != null) {
            throw lost;
        }
    }

    @Override
    protected @Nullable ByteBuffer lendKeyAtHand() {
        try {
            if (stretch.isOn()) {
                return stretch.key();
            }
            return key.isCopied() ? key.lend() : null;
        } catch (IllegalArgumentException e) {
            throw usedByTwo(e);
        }
    }

    @Override
    protected @Nullable ByteBuffer lendValueAtHand() {
        try {
            if (stretch.isOn()) {
                return stretch.hasValues() ? stretch.value() : null;
            }
            return value.isCopied() ? value.lend() : null;
        } catch (IllegalArgumentException e) {
            throw usedByTwo(e);
        }
    }

    private static EngineException usedByTwo(IllegalArgumentException cause) {
        return new EngineException(Kind.INVALID, "a cursor is used by two threads at once", cause);
    }

    /** Is given entries, the first bytes of arrays that are lent for the call. */
    interface Entries {
        /** Takes an entry; false ends the way on it. Must not throw. */
        boolean take(byte[] key, int keyLength, byte[] value, int valueLength);
    }

    /**
     * Gives the next entries, in one stretch.
     *
     * @param most entries to go on by
     * @return entries that were taken
     */
    int give(int most, Entries entries) {
        return nextWhile(most, () -> {
            standAlone();
            key.copy();
            value.copy();
            return entries.take(key.bytes, key.length, value.bytes, value.length);
        });
    }

    /** Whether it stands on an entry. */
    boolean isOn() {
        return isOnEntry();
    }

    /** Whether it shows nothing at or after a key; null for the end of all keys. */
    boolean endsBefore(byte @Nullable [] end) {
        byte[] until = range().until();
        return end == null || (until != null && Keys.compare(until, end) <= 0);
    }

    /** The files whose entries this cursor shows as they are, in its range; made out once, null where there are none. */
    @Nullable WholeFiles wholeFiles() {
        if (!looked) {
            looked = true;
            whole = whileOpen(() -> Optional.ofNullable(iterator.state()).map(state -> WholeFiles.of(state, range())))
                    .orElse(null);
        }
        return whole;
    }

    @Override
    protected void release() {
        iterator.close();
    }

    /** Copies as much of the current key or value as fits into an array and returns its whole length. */
    private interface Source {
        int copy(byte[] into);
    }

    /** An array and the read-only buffer over it that is lent; both are made anew only to grow. */
    private static final class Loan {
        /** Entries in a row on which it was asked for, and one more, after which the next ones are copied together. */
        private static final int HABIT = 3;

        private final Source source;
        private byte[] bytes;
        private ByteBuffer buffer;
        private int length = -1;
        private boolean lent;
        private int inRow;

        Loan(int size, Source source) {
            this.source = source;
            bytes = new byte[size];
            buffer = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        void forget() {
            inRow = lent ? Math.min(inRow + 1, HABIT) : 0;
            lent = false;
            length = -1;
        }

        /** Whether it was asked for on the last entries, this one included. */
        boolean isHabit() {
            return lent && inRow == HABIT;
        }

        boolean isCopied() {
            return length >= 0;
        }

        void copy() {
            if (length < 0) {
                int whole = source.copy(bytes);
                if (whole > bytes.length) {
                    bytes = new byte[Math.max(whole, (int) Math.min(Integer.MAX_VALUE - 64, 2L * bytes.length))];
                    buffer = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
                    source.copy(bytes);
                }
                length = whole;
            }
        }

        /** Lends what was copied; throws IllegalArgumentException where a second thread changes it meanwhile. */
        ByteBuffer lend() {
            lent = true;
            return buffer.order(ByteOrder.BIG_ENDIAN).clear().limit(length);
        }
    }
}
