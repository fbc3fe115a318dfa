package io.inlay.engine.tck;

import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Where a cursor should stand, worked out on a sorted map. */
final class ExpectedCursor {
    private final NavigableMap<byte[], byte[]> entries;
    private Map.@Nullable Entry<byte[], byte[]> current;
    private boolean ended;

    /** A cursor over what a reader holds now. */
    ExpectedCursor(Contents contents, KeyRange range, Direction direction) {
        NavigableMap<byte[], byte[]> part = contents.in(range).entries();
        this.entries = direction == Direction.FORWARD ? part : part.descendingMap();
    }

    boolean next() {
        if (ended) {
            return false;
        }
        return stand(current == null ? entries.firstEntry() : entries.higherEntry(current.getKey()));
    }

    boolean seek(byte[] key) {
        return stand(entries.ceilingEntry(key));
    }

    private boolean stand(Map.@Nullable Entry<byte[], byte[]> entry) {
        current = entry;
        ended = entry == null;
        return !ended;
    }

    /** The entry it stands on, null without one. */
    Map.@Nullable Entry<byte[], byte[]> current() {
        return current;
    }
}
