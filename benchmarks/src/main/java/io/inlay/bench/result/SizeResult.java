package io.inlay.bench.result;

import io.inlay.bench.catalogue.Side;
import io.inlay.bench.result.SideResult.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A row at one size.
 *
 * @param size how large the data was
 * @param series how many times the rounds were taken; more than once where they spread too far
 * @param sides what each side measured, the subject first
 */
public record SizeResult(long size, int series, List<SideResult> sides) {
    /** A result with a copy of the sides. */
    public SizeResult {
        sides = List.copyOf(sides);
    }

    /** The side that the row is about. */
    public SideResult subject() {
        return sides.get(0);
    }

    /** The measured peer with the least time. */
    public Optional<SideResult> fastestPeer() {
        return sides.stream()
                .filter(side -> side.role() == Role.PEER && side.isMeasured())
                .min(Comparator.comparingLong(SideResult::leastNanos));
    }

    /** The subject's time divided by that of the fastest peer, if both were measured. */
    public Optional<Interval> ratio() {
        return subject().isMeasured()
                ? fastestPeer().map(peer -> Interval.of(subject()).dividedBy(Interval.of(peer)))
                : Optional.empty();
    }

    /** Whether the subject and its fastest peer have enough rounds. */
    public boolean isJudgeable() {
        return subject().isJudgeable()
                && fastestPeer().map(SideResult::isJudgeable).orElse(true);
    }

    /** Whether its fastest peer is a durable copy. */
    public boolean isAgainstDisk() {
        return fastestPeer().filter(peer -> peer.code() == Side.Code.DISK).isPresent();
    }

    /** The greater spread of the subject and its fastest peer, which are what a ratio is made of. */
    public double spread() {
        return Math.max(
                subject().spread(), fastestPeer().map(SideResult::spread).orElse(0.0));
    }
}
