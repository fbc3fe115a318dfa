package io.inlay.compactor.merge;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;

/**
 * Rows of one bucket of one source, moved to the sync that is built. A key that is none of the bucket ends it: with a {@link
 * StrayRowException} in an index, which can be made anew, else as damage.
 */
final class CursorInput extends RowInput {
    private final Bucket bucket;
    private final int leastElements;
    private final int mostElements;
    private final SyncId dest;
    private final int position;
    private final MergeInput source;
    private final Cursor cursor;

    /**
     * @param tails what follows bucket and sync in the keys of the rows
     */
    CursorInput(Bucket bucket, MergeInput source, KeyRange tails, SyncId dest, int position) {
        super(bucket.tailOffset());
        this.bucket = bucket;
        this.leastElements = bucket.isIndex() ? 1 : bucket.elements();
        this.mostElements = bucket.isIndex() ? Integer.MAX_VALUE : bucket.elements();
        this.dest = dest;
        this.position = position;
        this.source = source;
        this.cursor = source.view().cursor(SyncRanges.of(bucket, source.sync(), tails), Direction.FORWARD, Access.SCAN);
    }

    @Override
    boolean next() {
        if (!cursor.next()) {
            return false;
        }
        ByteBuffer found = cursor.key();
        take(found);
        int separator = bucket.tailOffset() - 1;
        if (length() <= separator || bytes()[separator] != 0) {
            throw malformed(found);
        }
        int elements = elements();
        if (elements < leastElements || elements > mostElements) {
            throw malformed(found);
        }
        rekey(dest, bucket.syncIdOffset());
        return true;
    }

    private RuntimeException malformed(ByteBuffer found) {
        return bucket.isIndex()
                ? new StrayRowException("a row of " + bucket.label() + " has no element")
                : Damage.key(bucket, source, found);
    }

    @Override
    ByteBuffer value() {
        return cursor.value();
    }

    @Override
    int position() {
        return position;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
