package io.inlay.sync;

import java.util.List;

/**
 * A part of a listing.
 *
 * @param records in the listing's order; unmodifiable
 * @param nextToken what the next part is asked for with; empty when no record follows
 * @param <M> the kind of record
 */
public record Page<M>(List<M> records, String nextToken) {
    /** The most records of a page, and their number if none is asked for. */
    public static final int MAX_RECORDS = 10_000;

    /** Takes a copy of the list. */
    public Page {
        records = List.copyOf(records);
    }

    /** Whether no record follows. */
    public boolean isLast() {
        return nextToken.isEmpty();
    }
}
