package io.inlay.compactor.merge;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.sync.sort.RowSource;
import java.nio.ByteBuffer;

/** Sorted rows as a cursor, read once from the first to the last. */
record SortedCursor(RowSource rows) implements Cursor {
    @Override
    public Direction direction() {
        return Direction.FORWARD;
    }

    @Override
    public boolean next() {
        return rows.next();
    }

    @Override
    public boolean seek(byte[] key) {
        throw new UnsupportedOperationException("sorted rows are read in their order");
    }

    @Override
    public ByteBuffer key() {
        return rows.key();
    }

    @Override
    public ByteBuffer value() {
        return rows.value();
    }

    @Override
    public void close() {
        rows.close();
    }
}
