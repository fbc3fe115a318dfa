package io.inlay.bench.anchor;

import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A partial sync of any size and number, made as {@link AnchorSet#P0} is.
 *
 * @param number from 0; also tells how many hours later than the first it is
 * @param share how many records it has of each kind, as a part of the whole
 */
record NewerSet(int number, double share) implements Numbering {
    private static final int SHIFT_BY_SET = 41;

    NewerSet {
        if (number < 0 || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "a newer set has a number from 0 and a share up to 1, not " + number + " and " + share);
        }
    }

    @Override
    public SyncId id() {
        byte[] payload = String.format("anchor-new-%05d", number).getBytes(StandardCharsets.US_ASCII);
        return SyncId.of(AnchorSet.START, payload);
    }

    @Override
    public SyncType type() {
        return SyncType.SYNC_TYPE_PARTIAL;
    }

    @Override
    public long micros() {
        return Duration.ofDays(4).plusHours(number).toNanos() / 1000;
    }

    @Override
    public void each(char kind, long n, Target target) {
        long all = Math.max(1, Math.round(n * share));
        long common = all * 8 / 10;
        for (long j = 0; j < common; j++) {
            give(kind, (j * n / common + (long) SHIFT_BY_SET * number) % n, target);
        }
        for (long i = number * (all - common); i < (number + 1) * (all - common); i++) {
            give(kind, n + i, target);
        }
    }

    private void give(char kind, long i, Target target) {
        target.at(i, micros() + Noise.jitterMicros(kind, i));
    }
}
