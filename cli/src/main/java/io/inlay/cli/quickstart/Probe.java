package io.inlay.cli.quickstart;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A quick look at one sync.
 *
 * @param seen its run record, then the first and the last key of each of its 14 ranges; empty where there is none
 */
record Probe(List<Optional<ByteBuffer>> seen) {
    static Probe of(Reader reader, SyncId sync) {
        List<Optional<ByteBuffer>> seen = new ArrayList<>();
        seen.add(copy(reader.get(Bucket.SYNC_RUN.key(sync))));
        for (SyncRange part : SyncRanges.of(sync)) {
            seen.add(end(reader, part.range(), Direction.FORWARD));
            seen.add(end(reader, part.range(), Direction.BACKWARD));
        }
        return new Probe(List.copyOf(seen));
    }

    private static Optional<ByteBuffer> end(Reader reader, KeyRange range, Direction direction) {
        try (Cursor cursor = reader.cursor(range, direction, Access.POINT)) {
            return copy(cursor.next() ? Keys.copy(cursor.key()) : null);
        }
    }

    private static Optional<ByteBuffer> copy(byte @Nullable [] bytes) {
        return Optional.ofNullable(bytes).map(ByteBuffer::wrap);
    }
}
