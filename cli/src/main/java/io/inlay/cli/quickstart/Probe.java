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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quick look at one sync: its run record and the first and last key of each of its 14 ranges.
 *
 * @param seen all of it in hexadecimal, empty for what is absent
 */
record Probe(List<String> seen) {
    static Probe of(Reader reader, SyncId sync) {
        List<String> seen = new ArrayList<>();
        seen.add(hex(reader.get(Bucket.SYNC_RUN.prefix(sync))));
        for (SyncRange part : SyncRanges.of(sync)) {
            seen.add(end(reader, part.range(), Direction.FORWARD));
            seen.add(end(reader, part.range(), Direction.BACKWARD));
        }
        return new Probe(List.copyOf(seen));
    }

    private static String end(Reader reader, KeyRange range, Direction direction) {
        try (Cursor cursor = reader.cursor(range, direction, Access.POINT)) {
            return cursor.next() ? hex(Keys.copy(cursor.key())) : "";
        }
    }

    private static String hex(byte @Nullable [] bytes) {
        return bytes == null ? "" : HexFormat.of().formatHex(bytes);
    }
}
