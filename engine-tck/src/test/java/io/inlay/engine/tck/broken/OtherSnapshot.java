package io.inlay.engine.tck.broken;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.Snapshot;
import org.jspecify.annotations.Nullable;

/** A snapshot that reads from another reader than it should. */
record OtherSnapshot(Reader reader, Snapshot inner) implements Snapshot {
    @Override
    public byte @Nullable [] get(byte[] key) {
        return reader.get(key);
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        return reader.cursor(range, direction, access);
    }

    @Override
    public void close() {
        inner.close();
    }
}
