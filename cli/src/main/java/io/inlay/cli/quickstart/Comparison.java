package io.inlay.cli.quickstart;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.Reader;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Two stores held against each other, row by row and byte by byte.
 *
 * @param rows rows that are equal
 * @param difference the first difference, if there is one
 */
record Comparison(long rows, Optional<String> difference) {
    static Comparison of(Engine base, Engine source, SyncId sync) {
        long rows = 0;
        try (Snapshot one = base.snapshot();
                Snapshot other = source.snapshot()) {
            for (SyncRange part : SyncRanges.of(sync)) {
                Comparison compared = of(one, other, part);
                rows += compared.rows;
                if (compared.difference.isPresent()) {
                    return new Comparison(rows, compared.difference);
                }
            }
        }
        return new Comparison(rows, Optional.empty());
    }

    private static Comparison of(Reader base, Reader source, SyncRange part) {
        try (Cursor one = base.cursor(part.range(), Direction.FORWARD, Access.SCAN);
                Cursor other = source.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
            for (long rows = 0; ; rows++) {
                boolean more = one.next();
                if (more != other.next()) {
                    return differ(rows, part, (more ? "base" : "source") + " alone has " + text(more ? one : other));
                }
                if (!more) {
                    return new Comparison(rows, Optional.empty());
                }
                if (!one.key().equals(other.key()) || !one.value().equals(other.value())) {
                    return differ(rows, part, "base has " + text(one) + ", source " + text(other));
                }
            }
        }
    }

    private static Comparison differ(long rows, SyncRange part, String what) {
        return new Comparison(rows, Optional.of(part.bucket().label() + ": " + what));
    }

    private static String text(Cursor cursor) {
        ByteBuffer value = cursor.value();
        return KeyText.of(cursor.key()) + " with a value of " + value.remaining() + " bytes";
    }
}
