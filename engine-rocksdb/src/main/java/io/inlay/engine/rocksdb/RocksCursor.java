package io.inlay.engine.rocksdb;

import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.Views;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** A cursor over a native iterator. Keys and values are copied, when asked for, into heap arrays that are used again. */
final class RocksCursor extends AbstractCursor {
    private final RangeIterator iterator;
    private final boolean forward;
    private final Loan key = new Loan(128);
    private final Loan value = new Loan(512);
    private boolean looked;
    private @Nullable WholeFiles whole;

    /** Makes a cursor that owns the iterator, which was opened for the same range and direction. */
    RocksCursor(KeyRange range, Direction direction, Views views, RangeIterator iterator) {
        super(range, direction, views);
        this.iterator = iterator;
        this.forward = direction == Direction.FORWARD;
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
    protected boolean moveOn() {
        forget();
        try {
            return forward ? iterator.next() : iterator.previous();
        } catch (RocksDBException e) {
            throw ErrorMap.map(iterator.doing(), e);
        }
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
        key.length = -1;
        value.length = -1;
    }

    @Override
    protected ByteBuffer lendKey() {
        if (key.length < 0) {
            key.took(iterator.key(key.bytes));
            if (key.length > key.bytes.length) {
                key.grow();
                key.took(iterator.key(key.bytes));
            }
        }
        return key.lend();
    }

    @Override
    protected ByteBuffer lendValue() {
        if (value.length < 0) {
            value.took(iterator.value(value.bytes));
            if (value.length > value.bytes.length) {
                value.grow();
                value.took(iterator.value(value.bytes));
            }
        }
        return value.lend();
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

    /** An array and the read-only buffer over it that is lent; both are made anew only to grow. */
    private static final class Loan {
        private byte[] bytes;
        private ByteBuffer buffer;
        private int length = -1;

        Loan(int size) {
            bytes = new byte[size];
            buffer = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        void took(int copied) {
            length = copied;
        }

        void grow() {
            bytes = new byte[Math.max(length, (int) Math.min(Integer.MAX_VALUE - 64, 2L * bytes.length))];
            buffer = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        ByteBuffer lend() {
            return buffer.order(ByteOrder.BIG_ENDIAN).clear().limit(length);
        }
    }
}
