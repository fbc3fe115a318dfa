package io.inlay.compactor.merge;

import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The rows of one index of one source whose records the source won, moved to the sync that is built. */
final class IndexInput extends CursorInput {
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Bucket index;
    private final int primaryElements;
    private final ContestedKeys contested;
    private final KeyedHash hash;
    private final RowSum sum;
    private byte[] lead = new byte[128];
    private int leadLength = -1;
    private long leadFirst;
    private long leadSecond;

    /**
     * @param contested the keys that several sources hold, all of them
     * @param hash the hash of the table, for this thread
     * @param sum takes every row given
     */
    IndexInput(
            Bucket index,
            MergeInput source,
            SyncId dest,
            int position,
            ContestedKeys contested,
            KeyedHash hash,
            RowSum sum) {
        super(index, source, dest, position);
        this.index = index;
        this.primaryElements = index.primary().elements();
        this.contested = contested;
        this.hash = hash;
        this.sum = sum;
    }

    @Override
    boolean next() {
        while (super.next()) {
            if (isWon()) {
                return true;
            }
        }
        return false;
    }

    private boolean isWon() {
        byte[] key = bytes();
        int tail = primaryTail(key, index.tailOffset(), length());
        hash.hash(key, tail, length());
        long first = hash.first();
        long second = hash.second();
        if (contested.isLost(first, second, position())) {
            return false;
        }
        hashLead(key, index.tailOffset(), tail);
        sum.add(first, second, leadFirst, leadSecond);
        return true;
    }

    /** Hashes what leads to the primary key, unless it is as in the row before: rows are sorted by it. */
    private void hashLead(byte[] key, int from, int until) {
        if (leadLength == until - from && Arrays.equals(key, from, until, lead, 0, leadLength)) {
            return;
        }
        hash.hash(key, from, until);
        leadFirst = hash.first();
        leadSecond = hash.second();
        leadLength = until - from;
        if (leadLength > lead.length) {
            lead = new byte[2 * leadLength];
        }
        System.arraycopy(key, from, lead, 0, leadLength);
    }

    /** Where the elements of the primary key begin. */
    private int primaryTail(byte[] key, int from, int until) {
        int missing = primaryElements;
        int at = until;
        while (at > from) {
            if (key[at - 1] == 0 && --missing == 0) {
                return at;
            }
            at--;
        }
        if (missing > 1) {
            throw new StrayRowException("a row of " + index.label() + " has too few elements");
        }
        return from;
    }

    @Override
    RuntimeException malformed(ByteBuffer found) {
        return new StrayRowException("a row of " + index.label() + " has no element");
    }

    @Override
    ByteBuffer value() {
        return NO_VALUE;
    }
}
