package io.inlay.compactor.merge;

import org.jspecify.annotations.Nullable;

/**
 * Number and fingerprint of a set of index rows, whatever their order. A row counts as the product of the hashes of its two
 * parts, that of the primary key and what leads to it, modulo 2<sup>64</sup>, once for each half of the hashes. With random
 * hash keys different sets have equal sums with a probability of about 2<sup>-116</sup>.
 */
final class RowSum {
    private long count;
    private long first;
    private long second;

    /** Adds a row, given by the halves of the hashes of its parts. */
    void add(long tailFirst, long tailSecond, long leadFirst, long leadSecond) {
        count++;
        first += tailFirst * leadFirst;
        second += tailSecond * leadSecond;
    }

    /** Adds all rows of another. */
    void addAll(RowSum other) {
        count += other.count;
        first += other.first;
        second += other.second;
    }

    boolean matches(@Nullable RowSum other) {
        return other != null && count == other.count && first == other.first && second == other.second;
    }
}
