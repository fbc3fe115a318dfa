package io.inlay.sync.bulk;

import io.inlay.sync.SyncException;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.sort.RowSource;
import java.nio.ByteBuffer;

/**
 * The rows that a sorted sequence of staged rows amounts to: equal rows folded, keys restored, origins taken off. A record
 * whose id was there before with another content ends it. For one thread.
 *
 * <p>Records with equal content have equal index rows, and an index row tells the record it stands for, so index rows with
 * equal keys are always equal.
 */
final class FinalRows {
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final RowSource rows;
    private final StagedKeys keys;
    private final Origins origins;
    private ByteBuffer stagedKey = ByteBuffer.allocate(512).limit(0);
    private ByteBuffer stagedValue = ByteBuffer.allocate(1024).limit(0);
    private Bucket bucket = Bucket.RESOURCE_TYPE;
    private ByteBuffer key = NO_VALUE;
    private ByteBuffer value = NO_VALUE;
    private boolean onRow;
    private long folded;

    FinalRows(RowSource rows, StagedKeys keys, Origins origins) {
        this.rows = rows;
        this.keys = keys;
        this.origins = origins;
    }

    /**
     * Moves to the next row and tells whether there is one.
     *
     * @throws SyncException INVALID for one id with two contents
     */
    boolean next() {
        while (rows.next()) {
            if (onRow && stagedKey.equals(rows.key())) {
                fold(rows.value());
            } else {
                take();
                return true;
            }
        }
        onRow = false;
        return false;
    }

    private void take() {
        stagedKey = copy(rows.key(), stagedKey);
        stagedValue = copy(rows.value(), stagedValue);
        bucket = StagedKeys.bucket(stagedKey);
        key = keys.restore(stagedKey);
        value = bucket.isIndex() ? NO_VALUE : content(stagedValue);
        onRow = true;
    }

    private static ByteBuffer copy(ByteBuffer from, ByteBuffer into) {
        int length = from.remaining();
        ByteBuffer target = into.capacity() < length ? ByteBuffer.allocate(2 * length) : into;
        return target.clear().limit(length).put(0, from, from.position(), length);
    }

    private static ByteBuffer content(ByteBuffer staged) {
        return staged.slice(staged.position() + Origins.BYTES, staged.remaining() - Origins.BYTES);
    }

    private void fold(ByteBuffer other) {
        if (!bucket.isIndex()) {
            if (!value.equals(content(other))) {
                throw twoContents(other);
            }
            folded++;
        }
    }

    private SyncException twoContents(ByteBuffer other) {
        long first = stagedValue.getLong(stagedValue.position());
        long second = other.getLong(other.position());
        return new SyncException(
                SyncException.Kind.INVALID,
                KeyText.of(key) + " is given twice with different contents, at " + origins.describe(first) + " and at "
                        + origins.describe(second));
    }

    /** The bucket of the current row. */
    Bucket bucket() {
        return bucket;
    }

    /** Whether it stands on a row of the bucket. */
    boolean isIn(Bucket wanted) {
        return onRow && bucket == wanted;
    }

    /** The key of the current row; lent until the next move. */
    ByteBuffer key() {
        return key;
    }

    /** The value of the current row; lent until the next move. */
    ByteBuffer value() {
        return value;
    }

    /** Number of records left out because an equal one was there. */
    long folded() {
        return folded;
    }
}
