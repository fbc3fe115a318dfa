package io.inlay.compactor.merge;

import java.util.Arrays;

/**
 * The hash of what leads to the primary key in rows of an index, kept for the next row: as a rule it has the same lead. For one
 * thread.
 */
final class LeadHash {
    private final KeyedHash hash;
    private byte[] lead = new byte[512];
    private int length = -1;
    private long first;
    private long second;

    /**
     * @param hash of this thread; what it last gave is lost with every lead
     */
    LeadHash(KeyedHash hash) {
        this.hash = hash;
    }

    /** Hashes the bytes from one index up to another. */
    void hash(byte[] bytes, int from, int until) {
        if (length < 0 || !Arrays.equals(bytes, from, until, lead, 0, length)) {
            renew(bytes, from, until);
        }
    }

    private void renew(byte[] bytes, int from, int until) {
        hash.hash(bytes, from, until);
        first = hash.first();
        second = hash.second();
        length = until - from;
        if (length > lead.length) {
            lead = new byte[2 * length];
        }
        System.arraycopy(bytes, from, lead, 0, length);
    }

    /** The first 64 bits of the last lead's hash. */
    long first() {
        return first;
    }

    /** The other 64 bits of the last lead's hash. */
    long second() {
        return second;
    }
}
