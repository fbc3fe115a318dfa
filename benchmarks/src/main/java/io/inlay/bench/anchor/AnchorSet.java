package io.inlay.bench.anchor;

import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * One sync of the anchor data set: which of the numbered records it holds, and when each was discovered. {@code n} below is
 * how many records of a kind the whole has.
 */
public enum AnchorSet implements Numbering {
    /** The whole: 0 to n. */
    SRC('\0', 0),
    /** An older version of the same sync: from 5 % of n to 105 %. */
    BASE('\0', 0),
    /** Four overlapping full syncs: all hold the first eighth, each an eighth of its own; a fifth of the common is tied. */
    A0('A', 0),
    /** See {@link #A0}. */
    A1('A', 1),
    /** See {@link #A0}. */
    A2('A', 2),
    /** See {@link #A0}. */
    A3('A', 3),
    /** Three small newer partial syncs of a hundredth of n, of which four fifths are in the whole. */
    P0('P', 0),
    /** See {@link #P0}. */
    P1('P', 1),
    /** See {@link #P0}. */
    P2('P', 2);

    /** When all syncs of the data set started. */
    public static final Instant START = Instant.parse("2026-01-10T00:00:00Z");

    private static final long NEWER_SHIFT = 1_000_000_000;
    private static final int COMMON_STRIDE = 125;
    private static final int SHIFT_BY_SET = 41;

    private final char shape;
    private final int number;

    AnchorSet(char shape, int number) {
        this.shape = shape;
        this.number = number;
    }

    /** Its sync id; that of {@link #SRC} and {@link #BASE} is the same. */
    @Override
    public SyncId id() {
        String payload = shape == '\0' ? "anchor-sync-0001" : String.format("anchor-sync%c-00%d", shape, number);
        return SyncId.of(START, payload.getBytes(StandardCharsets.US_ASCII));
    }

    /** FULL, or PARTIAL for the small newer ones. */
    @Override
    public SyncType type() {
        return shape == 'P' ? SyncType.SYNC_TYPE_PARTIAL : SyncType.SYNC_TYPE_FULL;
    }

    @Override
    public long micros() {
        Duration afterStart = switch (this) {
            case SRC -> Duration.ofDays(2);
            case P0, P1, P2 -> Duration.ofDays(4).plusHours(number);
            default -> Duration.ZERO;
        };
        return afterStart.toNanos() / 1000;
    }

    @Override
    public void each(char kind, long n, Target target) {
        switch (this) {
            case SRC -> range(kind, 0, n, target);
            case BASE -> range(kind, n * 5 / 100, n * 105 / 100, target);
            case A0, A1, A2, A3 -> overlapping(kind, n / 8, target);
            case P0, P1, P2 -> partial(kind, n, target);
        }
    }

    private void overlapping(char kind, long eighth, Target target) {
        for (long i = 0; i < eighth; i++) {
            long jitterOf = i % 5 == 0 ? i : 4 * i + number + NEWER_SHIFT;
            target.at(i, Noise.jitterMicros(kind, jitterOf));
        }
        range(kind, eighth * (1 + number), eighth * (2 + number), target);
    }

    private void partial(char kind, long n, Target target) {
        long all = n / 100;
        long common = all * 8 / 10;
        for (long j = 0; j < common; j++) {
            give(kind, (COMMON_STRIDE * j + (long) SHIFT_BY_SET * number) % n, target);
        }
        range(kind, n + number * (all - common), n + (number + 1) * (all - common), target);
    }

    private void range(char kind, long from, long until, Target target) {
        for (long i = from; i < until; i++) {
            give(kind, i, target);
        }
    }

    private void give(char kind, long i, Target target) {
        target.at(i, micros() + Noise.jitterMicros(kind, i));
    }
}
