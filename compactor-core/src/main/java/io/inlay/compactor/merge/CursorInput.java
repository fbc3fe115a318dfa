package io.inlay.compactor.merge;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;

/** The rows of one bucket of one source, moved to the sync that is built. */
class CursorInput extends RowInput {
    private final Bucket bucket;
    private final SyncId dest;
    private final int position;
    private final MergeInput source;
    private final Cursor cursor;

    CursorInput(Bucket bucket, MergeInput source, SyncId dest, int position) {
        super(bucket.tailOffset());
        this.bucket = bucket;
        this.dest = dest;
        this.position = position;
        this.source = source;
        this.cursor = source.view().cursor(SyncRanges.of(bucket, source.sync()), Direction.FORWARD, Access.SCAN);
    }

    @Override
    boolean next() {
        if (!cursor.next()) {
            return false;
        }
        ByteBuffer found = cursor.key();
        int separator = bucket.tailOffset() - 1;
        if (found.remaining() <= separator || found.get(found.position() + separator) != 0) {
            throw malformed(found);
        }
        take(found);
        if (!bucket.isIndex() && elements() != bucket.elements()) {
            throw malformed(found);
        }
        rekey(dest, bucket.syncIdOffset());
        return true;
    }

    /** What to throw for a key that is none of the bucket. */
    RuntimeException malformed(ByteBuffer found) {
        return Damage.key(bucket, source, found);
    }

    @Override
    ByteBuffer value() {
        return cursor.value();
    }

    @Override
    final int position() {
        return position;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
