package io.inlay.compactor.merge;

import io.inlay.sync.key.Bucket;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an index, of those sources that won their records. Two sources that hold a row of a record that only one of them
 * can hold show that a source has rows that its records do not imply: a {@link StrayRowException}.
 */
final class IndexRows extends MergedRows {
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Bucket index;
    private final int primaryElements;
    private final int tailOffset;
    private final ContestedKeys contested;
    private final KeyedHash hash;
    private final LeadHash lead;
    private final @Nullable RowSum sum;

    /**
     * @param contested the keys that several sources hold, all of them
     * @param hash the hash of the table, for this thread
     * @param sum takes every row given, or null
     */
    IndexRows(Bucket index, List<RowInput> inputs, ContestedKeys contested, KeyedHash hash, @Nullable RowSum sum) {
        super(inputs);
        this.index = index;
        this.primaryElements = index.primary().elements();
        this.tailOffset = index.tailOffset();
        this.contested = contested;
        this.hash = hash;
        this.lead = new LeadHash(hash);
        this.sum = sum;
    }

    @Override
    public boolean next() {
        while (advance()) {
            if (isWon()) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the sources that hold the row won its record; it is the current one then. */
    private boolean isWon() {
        RowInput row = current();
        int tail = row.lastElements(primaryElements);
        if (tail < 0) {
            throw new StrayRowException("a row of " + index.label() + " has too few elements");
        }
        hash.hash(row.bytes(), tail, row.length());
        long first = hash.first();
        long second = hash.second();
        int winner = contested.winner(first, second);
        if (winner == ContestedKeys.NONE) {
            requireAlone();
        } else if (!choose(winner)) {
            return false;
        }
        if (sum != null) {
            lead.hash(row.bytes(), tailOffset, tail);
            sum.add(first, second, lead.first(), lead.second());
        }
        return true;
    }

    private void requireAlone() {
        if (held() > 1) {
            throw new StrayRowException(held() + " sources hold the same row of " + index.label());
        }
    }

    private boolean choose(int winner) {
        for (int i = 0; i < held(); i++) {
            RowInput row = order().at(i);
            if (row.position() == winner) {
                choose(row);
                return true;
            }
        }
        return false;
    }

    @Override
    public ByteBuffer value() {
        return NO_VALUE;
    }
}
