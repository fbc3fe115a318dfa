package io.inlay.bench.anchor;

import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;

/** Which of the numbered records a sync holds, and when each was discovered. */
interface Numbering {
    /** Takes the number of a record and when it was discovered, in microseconds after {@link AnchorSet#START}. */
    @FunctionalInterface
    interface Target {
        void at(long number, long micros);
    }

    /** The sync's id. */
    SyncId id();

    /** The sync's type. */
    SyncType type();

    /** When resource types were discovered; other records come at most a day later. */
    long micros();

    /**
     * Gives every record of a kind once.
     *
     * @param n how many records of the kind the whole has
     */
    void each(char kind, long n, Target target);
}
