package io.inlay.bench.result;

import io.inlay.bench.catalogue.Side;
import java.util.List;

/**
 * What the rounds of one side measured.
 *
 * @param title what it is
 * @param role what it is to its row
 * @param code whose work it is
 * @param jdk feature version of the JDK that it ran on; 0 if it was not measured
 * @param notMeasured why it was not measured; empty if it was
 * @param rounds what each round measured, in order
 * @param leastNanos the least time; 0 without rounds
 * @param medianNanos the median time, of an even number of rounds the upper one; 0 without rounds
 * @param spread how far the median lies above the least, as a part of the least: (median − least) / least
 */
public record SideResult(
        String title,
        Role role,
        Side.Code code,
        int jdk,
        String notMeasured,
        List<Sample> rounds,
        long leastNanos,
        long medianNanos,
        double spread) {
    /** With fewer rounds a least time says nothing. */
    public static final int LEAST_ROUNDS = 2;

    /** What a side is to its row. */
    public enum Role {
        /** What the row is about. */
        SUBJECT,
        /** What the subject is compared with. */
        PEER,
        /** A variant of the subject that is shown beside it. */
        BESIDE
    }

    /** A result with a copy of the rounds. */
    public SideResult {
        rounds = List.copyOf(rounds);
    }

    /** A side with its rounds, at least one. */
    public static SideResult measured(String title, Role role, Side.Code code, int jdk, List<Sample> rounds) {
        long[] nanos = rounds.stream().mapToLong(Sample::nanos).sorted().toArray();
        long least = nanos[0];
        long median = nanos[nanos.length / 2];
        return new SideResult(
                title, role, code, jdk, "", rounds, least, median, (median - least) / (double) Math.max(1, least));
    }

    /** A side that was not measured. */
    public static SideResult notMeasured(String title, Role role, Side.Code code, String why) {
        return new SideResult(title, role, code, 0, why, List.of(), 0, 0, 0);
    }

    /** Whether it has a time. */
    public boolean isMeasured() {
        return !rounds.isEmpty();
    }

    /** Whether it has enough rounds to tell a time from noise. */
    public boolean isJudgeable() {
        return rounds.size() >= LEAST_ROUNDS;
    }

    /** The most anonymous memory of all rounds, in bytes; 0 if unknown. */
    public long anonymousBytes() {
        return rounds.stream().mapToLong(Sample::anonymousBytes).max().orElse(0);
    }

    /** The median over the rounds of a further figure; NaN if no round has it. */
    public double median(String figure) {
        double[] values = rounds.stream()
                .filter(round -> round.more().containsKey(figure))
                .mapToDouble(round -> round.more().get(figure))
                .sorted()
                .toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }

    /** The least time per record, in nanoseconds; NaN without records. */
    public double nanosPerRecord() {
        return records() == 0 ? Double.NaN : leastNanos / (double) records();
    }

    /** How many records a round dealt with. */
    public long records() {
        return rounds.isEmpty() ? 0 : rounds.get(0).records();
    }
}
