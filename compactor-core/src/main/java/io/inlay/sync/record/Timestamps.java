package io.inlay.sync.record;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Points in time as records hold them. */
public final class Timestamps {
    private Timestamps() {}

    /**
     * An instant as a protobuf Timestamp.
     *
     * @throws IllegalArgumentException if it is before the year 1 or after the year 9999
     */
    public static Timestamp of(Instant instant) {
        long seconds = instant.getEpochSecond();
        int nanos = instant.getNano();
        if (!DiscoveredAt.isInRange(seconds, nanos)) {
            throw new IllegalArgumentException(DiscoveredAt.outOfRange(seconds, nanos));
        }
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    /**
     * A protobuf Timestamp as an instant.
     *
     * @throws MalformedRecordException if it is out of range
     */
    public static Instant toInstant(Timestamp time) {
        if (!DiscoveredAt.isInRange(time)) {
            throw new MalformedRecordException(
                    DiscoveredAt.outOfRange(time.getSeconds(), time.getNanos()), MalformedRecordException.UNKNOWN);
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
